import { readFileSync } from 'node:fs';
import { generate } from '@graphql-codegen/cli';
import { print } from 'graphql';
import { readSubgraphs } from '../schema/composition/subgraphs.ts';

export type GeneratedFile = { context: string; file: URL; text: string };

const SUBGRAPHS = new URL('../subgraphs/', import.meta.url);

const HEADER = `// Written by \`npm run codegen\` from schema.graphql and the vocabulary. Do not edit.
import type { Identity } from '../../../kit/identity.ts';

/** What one resolver hands to the next: fields that have a resolver of their own may be absent. */
export type Part<T> = T extends Date ? T : T extends readonly (infer I)[] ? readonly Part<I>[] : T extends object ? Parts<T> : T;
type Parts<T> = { [K in keyof T]?: Part<T[K]> };
`;

/** Settings of the plugins typescript and typescript-resolvers, alike for every context. */
const CONFIG = {
  federation: true,
  enumsAsTypes: true,
  useTypeImports: true,
  maybeValue: 'T | null | undefined',
  contextType: '{ identity: Identity }',
  defaultMapper: 'Part<{T}>',
  scalars: {
    MinorUnits: 'number',
    CurrencyCode: 'string',
    CountryCode: 'string',
    DateTime: { input: 'string', output: 'string | Date' },
    URL: 'string',
  },
};

/** The types of every context's resolvers, as text; nothing is written. Takes about a second. */
export async function generatedTypes(): Promise<GeneratedFile[]> {
  const generates = Object.fromEntries(
    readSubgraphs().map(({ name, typeDefs }) => [
      name,
      { schema: print(typeDefs), plugins: ['typescript', 'typescript-resolvers'], config: { ...CONFIG, mappers: mappersOf(name) } },
    ]),
  );
  const outputs: { filename: string; content: string }[] = await generate({ silent: true, generates }, false);
  return outputs.map(({ filename: context, content }) => ({
    context,
    file: new URL(`${context}/generated/graphql.ts`, SUBGRAPHS),
    text: `${HEADER}\n${content.replaceAll(/[ \t]+$/gm, '').trimEnd()}\n`,
  }));
}

/**
 * A context may say what its resolvers' parents are, where that is not a part of the GraphQL type: each type exported by
 * its `parents.ts` stands for the GraphQL type of the same name.
 */
function mappersOf(context: string): Record<string, string> {
  const names = [...parentsFile(context).matchAll(/^export (?:type|interface) (\w+)/gm)].map((match) => match[1]!);
  return Object.fromEntries(names.map((name) => [name, `../parents.ts#${name} as ${name}Parent`]));
}

function parentsFile(context: string): string {
  try {
    return readFileSync(new URL(`${context}/parents.ts`, SUBGRAPHS), 'utf8');
  } catch {
    return '';
  }
}
