import { search } from '../../subgraphs/search/contract.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';

export const help = `Usage: npm run reindex

Builds the search index anew from catalog and inventory, in Postgres or in the Meilisearch of MEILISEARCH_URL. Searches go
on meanwhile. Says every two seconds how far it is, and in the end how far the index is behind what it was told.`;

const TELL_MS = 2_000;

export async function run(_: string[], config: Environment): Promise<number> {
  await withContexts(config, async (transport) => {
    const ask = transport.clientOf(search);
    const tell = setInterval(() => {
      ask.status({}).then(
        ({ rebuilt }) => rebuilt !== null && console.log(`${rebuilt} products so far`),
        () => {},
      );
    }, TELL_MS);
    try {
      await ask.reindex({});
    } finally {
      clearInterval(tell);
    }
    const { engine, products, waiting, lagSeconds } = await ask.status({});
    const lag = waiting === 0 ? 'nothing is waiting' : `${waiting} changes are waiting, the oldest for ${lagSeconds.toFixed(1)} s`;
    console.log(`${products} products are in the index (${engine}); ${lag}.`);
  });
  return 0;
}
