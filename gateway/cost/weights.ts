import { type ConstDirectiveNode, type GraphQLSchema, parse, valueFromASTUntyped } from 'graphql';

/** How long a list will be: as an argument says, or else as is assumed; `sizedFields` are the lists inside a connection. */
export type ListSize = { assumedSize: number | null; slicingArguments: readonly string[]; sizedFields: readonly string[] };

/** What a supergraph says of costs, by schema coordinate: `Product`, `Query.products`, `Query.products(first:)`, `CartInput.lines`. */
export type Weights = { costs: ReadonlyMap<string, number>; listSizes: ReadonlyMap<string, ListSize> };

/** What a cost is reckoned by. */
export type Costed = { schema: GraphQLSchema; weights: Weights };

type Described = { name: { value: string }; directives?: readonly ConstDirectiveNode[] };
type Field = Described & { arguments?: readonly Described[] };

/** Reads `@cost` and `@listSize`. The API schema has neither: the SDL of the supergraph is where they are. */
export function readWeights(supergraph: string): Weights {
  const costs = new Map<string, number>();
  const listSizes = new Map<string, ListSize>();
  const note = (coordinate: string, { directives = [] }: Described): void => {
    for (const { name, arguments: args = [] } of directives) {
      const given = Object.fromEntries(args.map((arg) => [arg.name.value, valueFromASTUntyped(arg.value)])) as Record<string, unknown>;
      if (name.value === 'cost') costs.set(coordinate, given.weight as number);
      if (name.value === 'listSize') listSizes.set(coordinate, listSizeOf(given));
    }
  };
  for (const node of parse(supergraph, { noLocation: true }).definitions) {
    if (!('name' in node) || !node.name || !('directives' in node)) continue;
    const type = node.name.value;
    note(type, node as Described);
    for (const field of ('fields' in node ? (node.fields ?? []) : []) as readonly Field[]) {
      const coordinate = `${type}.${field.name.value}`;
      note(coordinate, field);
      for (const arg of field.arguments ?? []) note(`${coordinate}(${arg.name.value}:)`, arg);
    }
  }
  return { costs, listSizes };
}

const listSizeOf = ({ assumedSize, slicingArguments, sizedFields }: Record<string, unknown>): ListSize => ({
  assumedSize: (assumedSize as number | null | undefined) ?? null,
  slicingArguments: (slicingArguments as string[] | null | undefined) ?? [],
  sizedFields: (sizedFields as string[] | null | undefined) ?? [],
});
