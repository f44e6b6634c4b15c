import { type ConstDirectiveNode, type FieldDefinitionNode, Kind, parse } from 'graphql';

/** Fields as `Type.field`: what anybody may see, and what of it changes without an event that tells of it. */
export type PublicFields = { all: ReadonlySet<string>; live: ReadonlySet<string> };

/** By the tags `public` and `live` of a supergraph. What carries none is private. */
export function publicFields(supergraphSdl: string): PublicFields {
  const [all, live] = [new Set<string>(), new Set<string>()];
  for (const node of parse(supergraphSdl, { noLocation: true }).definitions) {
    if (node.kind !== Kind.OBJECT_TYPE_DEFINITION) continue;
    for (const field of node.fields ?? []) {
      const coordinate = `${node.name.value}.${field.name.value}`;
      const tags = tagsOf(field);
      if (tags.includes('public')) all.add(coordinate);
      if (tags.includes('live')) live.add(coordinate);
    }
  }
  return { all, live };
}

const tagsOf = ({ directives = [] }: FieldDefinitionNode): string[] =>
  (directives as readonly ConstDirectiveNode[])
    .filter(({ name }) => name.value === 'tag')
    .flatMap(({ arguments: args = [] }) => args.flatMap(({ value }) => (value.kind === Kind.STRING ? [value.value] : [])));
