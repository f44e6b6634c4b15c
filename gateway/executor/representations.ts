import type { QueryPlanSelectionNode } from '@apollo/query-planner';
import { isTree, merge, reader, setOwn, type Tree } from './tree.ts';
import type { TypeConditions } from './type-conditions.ts';

/** Takes from an object what another subgraph needs to find it again; null when something of it is not there. */
export type Pick = (source: Tree) => Tree | null;

type Part = (source: Tree, into: Tree) => boolean;

/** The `requires` of a fetch (a selection of keys and of what `@requires` names), made into one function. */
export function picker(selections: readonly QueryPlanSelectionNode[], conditions: TypeConditions): Pick {
  const [only] = selections;
  if (selections.length === 1 && only?.kind === 'InlineFragment') return oneType(only, conditions);
  const parts = selections.map((selection) => part(selection, conditions));
  return (source) => {
    const into: Tree = {};
    for (const take of parts) if (!take(source, into)) return null;
    return into;
  };
}

/** One text for each representation; most hold nothing but texts. */
export function keyOf(representation: Tree): string {
  let key = '';
  for (const name in representation) {
    const value = representation[name];
    if (typeof value !== 'string') return JSON.stringify(representation);
    key += `${name}:${value.length}:${value},`;
  }
  return key;
}

function part(selection: QueryPlanSelectionNode, conditions: TypeConditions): Part {
  if (selection.kind === 'InlineFragment') return fragment(selection, conditions);
  const name = selection.alias ?? selection.name;
  const read = reader(name);
  const inner = selection.selections && picker(selection.selections, conditions);
  return (source, into) => {
    const value = read(source);
    if (value === undefined) return false;
    setOwn(into, name, inner ? within(value, inner) : value);
    return true;
  };
}

/** Most fetches are for one type: nothing is to be put together. */
function oneType({ typeCondition, selections }: QueryPlanSelectionNode & { kind: 'InlineFragment' }, conditions: TypeConditions): Pick {
  if (typeCondition === undefined) return () => ({});
  const applies = conditions(typeCondition);
  const pick = picker(selections, conditions);
  return (source) => (typeof source.__typename === 'string' && applies(source.__typename) && pick(source)) || {};
}

/** Of a type that it does not fit nothing is taken; what a type that fits lacks leaves its part out, and no more. */
function fragment({ typeCondition, selections }: QueryPlanSelectionNode & { kind: 'InlineFragment' }, conditions: TypeConditions): Part {
  if (typeCondition === undefined) return () => true;
  const applies = conditions(typeCondition);
  const pick = picker(selections, conditions);
  return (source, into) => {
    if (typeof source.__typename !== 'string' || !applies(source.__typename)) return true;
    const picked = pick(source);
    if (picked) merge(into, picked);
    return true;
  };
}

const within = (value: unknown, pick: Pick): unknown => {
  if (Array.isArray(value)) return value.map((item) => within(item, pick));
  return isTree(value) ? pick(value) : null;
};
