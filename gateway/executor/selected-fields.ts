import {
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLCompositeType,
  type GraphQLSchema,
  isAbstractType,
  Kind,
  type SelectionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

export type Selecting = {
  schema: GraphQLSchema;
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  /** Of the variables that `@skip` and `@include` look at. */
  conditions: Record<string, boolean>;
  /** Where finished entities may stand, and of which the text is asked for: paths of the plan, joined by dots. */
  entities: ReadonlySet<string>;
  /** Objects that lead there. What else they hold comes from one fetch, and may be the very same object as the time before. */
  onTheWay: ReadonlySet<string>;
};

/** What is selected of an object of this type, by response name, in the order of the answer (CollectFields of the specification). */
export function selectedFields(
  type: GraphQLCompositeType,
  sets: readonly SelectionSetNode[],
  selecting: Selecting,
): Map<string, FieldNode[]> {
  const fields = new Map<string, FieldNode[]>();
  const spread = new Set<string>();
  const add = (node: SelectionNode): void => {
    if (!isIncluded(node, selecting.conditions)) return;
    if (node.kind === Kind.FIELD) {
      const name = (node.alias ?? node.name).value;
      fields.set(name, [...(fields.get(name) ?? []), node]);
    } else if (node.kind === Kind.INLINE_FRAGMENT) {
      if (!node.typeCondition || applies(type, node.typeCondition.name.value, selecting.schema)) node.selectionSet.selections.forEach(add);
    } else if (!spread.has(node.name.value)) {
      spread.add(node.name.value);
      const fragment = selecting.fragments.get(node.name.value);
      if (fragment && applies(type, fragment.typeCondition.name.value, selecting.schema)) fragment.selectionSet.selections.forEach(add);
    }
  };
  for (const set of sets) set.selections.forEach(add);
  return fields;
}

function applies(type: GraphQLCompositeType, condition: string, schema: GraphQLSchema): boolean {
  if (type.name === condition) return true;
  const named = typeFromAST(schema, { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: condition } });
  return isAbstractType(named) && !('getTypes' in type) && schema.isSubType(named, type);
}

function isIncluded({ directives = [] }: SelectionNode, conditions: Record<string, boolean>): boolean {
  return directives.every(({ name, arguments: args = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return true;
    const value = args.find((arg) => arg.name.value === 'if')?.value;
    const condition = value?.kind === Kind.VARIABLE ? conditions[value.name.value] : value?.kind === Kind.BOOLEAN && value.value;
    return condition === (name.value === 'include');
  });
}
