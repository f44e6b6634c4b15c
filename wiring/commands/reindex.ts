import { search } from '../../subgraphs/search/contract.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';

export const help = `Usage: npm run reindex

Builds the search index anew from catalog and inventory. Searches go on meanwhile.`;

export async function run(_: string[], config: Environment): Promise<number> {
  const { products } = await withContexts(config, (transport) => transport.clientOf(search).reindex({}));
  console.log(`${products} products are in the index.`);
  return 0;
}
