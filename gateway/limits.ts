import {
  type ASTVisitor,
  type FragmentDefinitionNode,
  GraphQLError,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  type ValidationContext,
} from 'graphql';

import { holdsNul } from './nul.ts';

/** What a document may ask for. Checked before planning; comments are not tokens, the limit of the body bounds those. */
export const LIMITS = { tokens: 1_500, depth: 15, aliases: 30, rootFields: 10, selections: 500, page: 100 };

/** What an operation may be estimated to cost (gateway/cost): far more than any of the examples does at its longest lists. */
export const MAX_COST = 25_000;

type Size = { depth: number; selections: number };
const EMPTY: Size = { depth: 0, selections: 0 };

/** A validation rule that refuses documents beyond `LIMITS`, and texts that nobody can keep. Fragments are measured once each, so it is linear in the text. */
export function limitsRule(context: ValidationContext): ASTVisitor {
  const measure = measurer((name) => context.getFragment(name) ?? undefined);
  const refuse = (message: string) => context.reportError(new GraphQLError(message));
  let aliases = 0;
  return {
    StringValue: ({ value }) => {
      if (holdsNul(value)) refuse('A text in the document holds U+0000, which no text may here.');
    },
    Field: (node) => {
      if (node.alias && ++aliases === LIMITS.aliases + 1) refuse(`The document has more than ${LIMITS.aliases} aliases.`);
    },
    OperationDefinition: ({ selectionSet }) => {
      const { depth, selections } = measure(selectionSet);
      if (depth > LIMITS.depth) refuse(`The operation is more than ${LIMITS.depth} levels deep.`);
      if (selections > LIMITS.selections) refuse(`The operation selects more than ${LIMITS.selections} fields.`);
      if (rootFields(selectionSet, context).size > LIMITS.rootFields)
        refuse(`The operation has more than ${LIMITS.rootFields} fields at its root.`);
    },
  };
}

/** Depth and number of fields with fragments written out. What introspection selects counts, but not as depth: graphql-js bounds that. */
function measurer(fragment: (name: string) => FragmentDefinitionNode | undefined): (selections: SelectionSetNode) => Size {
  const known = new Map<string, Size>();
  const ofSet = (set: SelectionSetNode): Size => set.selections.map(ofSelection).reduce(add, EMPTY);
  const ofSelection = (node: SelectionNode): Size => {
    if (node.kind === Kind.INLINE_FRAGMENT) return ofSet(node.selectionSet);
    if (node.kind === Kind.FRAGMENT_SPREAD) return ofFragment(node.name.value);
    const inner = node.selectionSet ? ofSet(node.selectionSet) : EMPTY;
    return { depth: node.name.value.startsWith('__') ? 1 : inner.depth + 1, selections: inner.selections + 1 };
  };
  const ofFragment = (name: string): Size => {
    const before = known.get(name);
    if (before) return before;
    known.set(name, EMPTY); // a cycle ends here; another rule reports it
    const node = fragment(name);
    const size = node ? ofSet(node.selectionSet) : EMPTY;
    known.set(name, size);
    return size;
  };
  return ofSet;
}

const add = (a: Size, b: Size): Size => ({ depth: Math.max(a.depth, b.depth), selections: a.selections + b.selections });

function rootFields(set: SelectionSetNode, context: ValidationContext, seen = new Set<string>(), names = new Set<string>()): Set<string> {
  for (const node of set.selections) {
    if (node.kind === Kind.FIELD) names.add((node.alias ?? node.name).value);
    else if (node.kind === Kind.INLINE_FRAGMENT) rootFields(node.selectionSet, context, seen, names);
    else if (!seen.has(node.name.value)) {
      seen.add(node.name.value);
      const fragment = context.getFragment(node.name.value);
      if (fragment) rootFields(fragment.selectionSet, context, seen, names);
    }
  }
  return names;
}
