import { mkdirSync, writeFileSync } from 'node:fs';
import { generatedTypes } from './generated-types.ts';

/** `npm run codegen`: writes the types of each context's resolvers to `subgraphs/<context>/generated/graphql.ts`. */
for (const { context, file, text } of await generatedTypes()) {
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, text);
  console.log(`subgraphs/${context}/generated/graphql.ts  ${text.split('\n').length - 1} lines`);
}
