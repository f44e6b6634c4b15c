import type { FetchDataRewrite } from '@apollo/query-planner';
import { reader, setOwn, type Tree } from './tree.ts';
import type { TypeConditions } from './type-conditions.ts';

/** Changes what goes to or comes from a subgraph, in place, where the planner had to ask for it by another name. */
export type Rewrite = (value: unknown) => void;

const FRAGMENT = '... on ';

export function rewriter(rewrites: readonly FetchDataRewrite[] | undefined, conditions: TypeConditions): Rewrite | null {
  if (!rewrites?.length) return null;
  const all = rewrites.flatMap((rewrite) => {
    const last = rewrite.path.at(-1);
    return last === undefined ? [] : [along(rewrite.path.slice(0, -1), change(rewrite, last), conditions)];
  });
  return (value) => {
    for (const each of all) each(value);
  };
}

function change(rewrite: FetchDataRewrite, name: string): (at: Tree) => void {
  if (rewrite.kind === 'ValueSetter') return (at) => setOwn(at, name, rewrite.setValueTo);
  const read = reader(name);
  return (at) => {
    const value = read(at);
    if (value === undefined) return;
    setOwn(at, rewrite.renameKeyTo, value);
    setOwn(at, name, undefined);
  };
}

/** `act` on every object that the path leads to: names go down, `... on T` lets pass what is a T or says not what it is. */
function along(path: readonly string[], act: (at: Tree) => void, conditions: TypeConditions): Rewrite {
  const [step, ...rest] = path;
  const next = step === undefined ? null : along(rest, act, conditions);
  const applies = step?.startsWith(FRAGMENT) ? conditions(step.slice(FRAGMENT.length)) : null;
  const read = step === undefined ? null : reader(step);
  const visit: Rewrite = (value) => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (typeof value === 'object' && value !== null) {
      const at = value as Tree;
      if (!next || !read) act(at);
      else if (!applies) next(read(at));
      else if (typeof at.__typename !== 'string' || applies(at.__typename)) next(at);
    }
  };
  return visit;
}
