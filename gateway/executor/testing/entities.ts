import { type FieldNode, type GraphQLSchema, isInterfaceType, isObjectType, Kind, parse, type StringValueNode, visit } from 'graphql';
import type { SubgraphSdl } from '../../../schema/composition/subgraphs.ts';

/** What the subgraphs say of entities, in the way in which made-up ones need it: an entity is its type and a number. */
export type Entities = ReturnType<typeof entitiesOf>;

const NUMBERS = 6;

export function entitiesOf(subgraphs: SubgraphSdl[]) {
  const keys = new Map<string, Set<string>>();
  const bySubgraph = new Map<string, Set<string>>();
  const parents = new Map<string, string>();
  const interfaces = new Set<string>();
  for (const { name, typeDefs } of subgraphs) {
    const here = new Set<string>();
    bySubgraph.set(name, here);
    visit(typeDefs, {
      enter: (node) => {
        if (node.kind !== Kind.OBJECT_TYPE_DEFINITION && node.kind !== Kind.INTERFACE_TYPE_DEFINITION) return;
        for (const directive of node.directives ?? []) {
          if (directive.name.value !== 'key') continue;
          const fields = directive.arguments?.find((arg) => arg.name.value === 'fields')?.value as StringValueNode;
          here.add(node.name.value);
          keys.set(node.name.value, new Set([...(keys.get(node.name.value) ?? []), ...topFields(fields.value)]));
          if (node.kind === Kind.INTERFACE_TYPE_DEFINITION) interfaces.add(node.name.value);
        }
      },
    });
  }
  for (const { typeDefs } of subgraphs)
    visit(typeDefs, {
      ObjectTypeDefinition: (node) => {
        for (const parent of node.interfaces ?? []) if (interfaces.has(parent.name.value)) parents.set(node.name.value, parent.name.value);
      },
    });
  const rootOf = (typename: string) => parents.get(typename) ?? typename;
  const family = (root: string) => [...parents].flatMap(([child, parent]) => (parent === root ? [child] : [])).sort();
  /** Of an entity interface, or of one of its objects: which of them has this number. */
  const concreteOf = (typename: string, n: number) =>
    interfaces.has(typename) ? family(typename)[n % family(typename).length] : undefined;

  return {
    has: (typename: string) => keys.has(typename),
    typesIn: (subgraph: string) => bySubgraph.get(subgraph) ?? new Set<string>(),
    rootOf,
    concreteOf,
    isKey: (typename: string, field: string) => keys.get(typename)?.has(field) ?? false,
    requiresOf: (schema: GraphQLSchema, typename: string, field: string) => {
      const type = schema.getType(typename);
      if (!isObjectType(type) && !isInterfaceType(type)) return false;
      return type.getFields()[field]?.astNode?.directives?.some(({ name }) => name.value === 'requires') ?? false;
    },
    /** A number for an object of this type: where the number says the type, one that says this. */
    numberFor: (typename: string, luck: number) => {
      const members = family(rootOf(typename));
      const n = (luck % NUMBERS) + 1;
      return members.includes(typename) ? n * members.length + members.indexOf(typename) : n;
    },
    numberOf: (typename: string, representation: Record<string, unknown>): number => {
      for (const field of keys.get(typename) ?? []) {
        const digits = /(\d+)\D*$/.exec(JSON.stringify(representation[field]) ?? '');
        if (digits) return Number(digits[1]);
      }
      throw new Error(`a representation without a key: ${JSON.stringify(representation)}`);
    },
  };
}

const topFields = (selection: string): string[] => {
  const [operation] = parse(`{ ${selection} }`).definitions;
  if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error(`no key: ${selection}`);
  return operation.selectionSet.selections.filter((node): node is FieldNode => node.kind === Kind.FIELD).map(({ name }) => name.value);
};
