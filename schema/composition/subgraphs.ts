import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { type DocumentNode, parse } from 'graphql';
import { withVocabulary } from '../../kit/sdl.ts';

/** One subgraph as the composers take it. The address is a name only: the gateway reaches subgraphs by `kit/transport.ts`. */
export type SubgraphSdl = { name: string; typeDefs: DocumentNode; url: string };

const SUBGRAPHS = new URL('../../subgraphs/', import.meta.url);
const VOCABULARY = new URL('../vocabulary/vocabulary.graphql', import.meta.url);

/** Every context that has a `schema.graphql`, by name, each with the words of the vocabulary that it uses. */
export function readSubgraphs(): SubgraphSdl[] {
  const vocabulary = readFileSync(VOCABULARY, 'utf8');
  const names = readdirSync(SUBGRAPHS).filter((name) => existsSync(new URL(`${name}/schema.graphql`, SUBGRAPHS)));
  return names.sort().map((name) => {
    const own = readFileSync(new URL(`${name}/schema.graphql`, SUBGRAPHS), 'utf8');
    return { name, typeDefs: parse(withVocabulary(own, vocabulary)), url: `http://${name}` };
  });
}
