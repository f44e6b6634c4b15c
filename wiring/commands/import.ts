import { createReadStream, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { SingleBar } from 'cli-progress';
import { isRefused } from '../../kit/refusal.ts';
import type { Transport } from '../../kit/transport.ts';
import { catalog } from '../../subgraphs/catalog/contract.ts';
import type { ImportedProduct } from '../../subgraphs/catalog/import/imported-product.ts';
import type { RefusedRow } from '../../subgraphs/catalog/import/refused-row.ts';
import { readShopifyCsv } from '../../subgraphs/catalog/import/shopify-csv.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';

export const help = `Usage: npm run import -- FILE.csv [--currency EUR]

Reads products from Shopify's product CSV, in its present or its older column names. The same file again changes nothing:
products are renewed by their handle, and stock is opened once. A row that cannot be taken is reported with its line and
reason, and does not stop the rest.

  --currency CODE   the currency of the file's prices; CURRENCY of the shop unless said otherwise`;

const BATCH = 200;
type Counts = { products: number; variants: number; refused: number; corrected: number };

export async function run(args: string[], config: Environment): Promise<number> {
  const { file, currency } = argumentsOf(args);
  if (!file) return fail(help);
  const named = path.resolve(process.env.INIT_CWD ?? '.', file);
  if (!existsSync(named)) return fail(`There is no file ${named}.`);
  const counts = await withContexts(config, (transport) => importFile(transport, named, currency ?? config.currency));
  console.log(
    `${counts.products} products with ${counts.variants} variants taken, ${counts.refused} rows refused, ${counts.corrected} values corrected.`,
  );
  return 0;
}

async function importFile(transport: Transport, file: string, currencyCode: string): Promise<Counts> {
  const bar = new SingleBar({
    format: '{bar} {percentage}% | {products} products | {refused} refused | {eta_formatted} left',
    noTTYOutput: false,
  });
  const counts: Counts = { products: 0, variants: 0, refused: 0, corrected: 0 };
  const report = (line: string, counted: 'refused' | 'corrected' = 'refused') => {
    counts[counted] += 1;
    console.error(`${bar.isActive ? '\n' : ''}${line}`);
  };
  bar.start(statSync(file).size, 0, counts);
  let batch: ImportedProduct[] = [];
  try {
    for await (const read of readShopifyCsv(createReadStream(file), { currencyCode })) {
      if ('refused' in read) {
        report(described(read.refused), read.refused.effect === 'VALUE' ? 'corrected' : 'refused');
        continue;
      }
      batch.push(read.product);
      if (batch.length < BATCH) continue;
      await take(transport, batch, counts, report);
      bar.update(read.bytes, counts);
      batch = [];
    }
    await take(transport, batch, counts, report);
    bar.update(statSync(file).size, counts);
  } finally {
    bar.stop();
  }
  return counts;
}

const described = ({ line, handle, message, code, column }: RefusedRow): string =>
  `line ${line}: ${handle ? `${handle}: ` : ''}${message} (${code}${column ? `, ${column}` : ''})`;

async function take(transport: Transport, products: ImportedProduct[], counts: Counts, report: (line: string) => void): Promise<void> {
  if (products.length === 0) return;
  const { results } = await transport.clientOf(catalog).saveProducts({ products });
  const opening = results.flatMap((saved, i) => {
    const product = products[i]!;
    if (isRefused(saved)) {
      report(`line ${product.line}: ${product.externalId}: ${saved.refused[0]!.message} (${saved.refused[0]!.code})`);
      return [];
    }
    counts.products += 1;
    counts.variants += product.variants.length;
    const stock = new Map(product.variants.map((variant) => [variant.sku, variant.stock]));
    return saved.variants.map((variant) => ({ ...variant, productId: saved.productId, quantity: stock.get(variant.sku) ?? 0 }));
  });
  await transport.clientOf(inventory).openStock({ variants: opening });
}

function argumentsOf(args: string[]): { file: string | undefined; currency: string | undefined } {
  const at = args.indexOf('--currency');
  const currency = at >= 0 ? args[at + 1] : undefined;
  const [file] = args.filter((arg, i) => !arg.startsWith('--') && (at < 0 || i !== at + 1));
  return { file, currency };
}

function fail(message: string): number {
  console.error(message);
  return 2;
}
