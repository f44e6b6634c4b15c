import { newNotes } from '../../kit/notes.ts';
import type { PartCache } from './part-cache.ts';
import { copiedAlong, type PlanPath } from './response-path.ts';
import { passOn, type Run, type Step } from './run.ts';
import { reader, setOwn, type Tree } from './tree.ts';

type Keep = {
  cache: PartCache;
  /** Another one for each operation and branch. */
  name: string;
  /** Where others will put something in the place of what is found, or into it (`writes`); null where nobody does. */
  path: PlanPath | null;
  writes: boolean;
  variables: readonly string[];
  isLive: boolean;
};

/** What `root` has found by the same variables before is found again without asking. */
export function keptRoot(root: Step, { cache, name, path, writes, variables, isLive }: Keep): Step {
  const used = variables.map(reader);
  const keyOf = ({ variables: sent }: Run): string =>
    used.length === 0 ? name : `${name} ${JSON.stringify(used.map((read) => read(sent) ?? null))}`;
  const place = (run: Run, tree: Tree) => {
    for (const top of Object.keys(tree)) setOwn(run.root, top, path?.[0] === top ? copiedAlong(tree[top], path, 1, writes) : tree[top]);
  };

  return (run) => {
    const key = keyOf(run);
    const found = cache.root(key, run);
    if (!found) return asked(run, key);
    for (const tag of found.batch.tags) run.context.notes.tags.add(tag);
    run.isKept = true;
    place(run, found.tree);
    return null;
  };

  async function asked(run: Run, key: string): Promise<void> {
    const mark = cache.mark();
    const tree = Object.create(null) as Tree;
    const own: Run = { ...run, root: tree, context: { ...run.context, notes: newNotes() }, errors: [] };
    await root(own);
    const { tags, warnings } = passOn(own, run);
    if (own.errors.length === 0 && warnings.size === 0) cache.putRoot(key, tree, { tags: [...tags], mark, isLive });
    place(run, tree);
  }
}
