import { createReadStream, statSync } from 'node:fs';
import type { Transport } from '../../kit/transport.ts';
import { catalog } from '../../subgraphs/catalog/contract.ts';
import { readShopifyCsv } from '../../subgraphs/catalog/import/shopify-csv.ts';
import { type Survey, surveyShopifyCsv } from '../../subgraphs/catalog/import/survey.ts';
import { type Meter, meter } from '../progress.ts';
import type { ImportArguments } from './arguments.ts';
import { batchesOf } from './batches.ts';
import { type Bookmark, type BookmarkFile, bookmarkFor, type Counts, NOTHING } from './bookmark.ts';
import { canGoOn, openReport, type Report } from './report.ts';
import { checking, saving, type Take, type Taken } from './take.ts';

export type Imported =
  | { end: 'all' | 'stopped'; counts: Counts; read: number; of: number; goneOnAfter: number }
  /** Nothing was taken: the file cannot be read to its end, or is not what it was when it was looked through. */
  | { end: 'unreadable'; reason: string };

type Parts = { transport: Transport; dataDir: string; stopping: AbortSignal };
const CHUNK = 256 * 1024;

/** Looks the file through, then takes it batch by batch, from where an earlier run of the very same file was cut off. */
export async function importFile(asked: ImportArguments, { transport, dataDir, stopping }: Parts): Promise<Imported> {
  const looked = statSync(asked.file);
  const survey = await surveyShopifyCsv(createReadStream(asked.file, { highWaterMark: CHUNK }));
  if ('refused' in survey)
    return { end: 'unreadable', reason: `line ${survey.refused.line}: ${survey.refused.message} (${survey.refused.code})` };
  const file = bookmarkFor(dataDir, { sha256: survey.sha256, currency: asked.currency });
  const bookmark = asked.dryRun ? null : await trusted(file.read(), asked, transport);
  const start: Bookmark = bookmark ?? { read: 0, counts: NOTHING, witness: null, reportBytes: 0 };
  const bar = meter('products', survey.products, start.read);
  const report = openReport(asked.report, start.reportBytes, bar.line);
  const take = asked.dryRun ? checking(transport, survey.columns) : saving(transport, survey.columns);
  try {
    const reached = await takeAll(asked, { survey, start, take, report, bar, stopping, file: asked.dryRun ? null : file });
    const ended = statSync(asked.file);
    if (ended.mtimeMs !== looked.mtimeMs || ended.size !== looked.size) {
      file.remove();
      return { end: 'unreadable', reason: 'The file was changed while it was read: import it again.' };
    }
    if (!stopping.aborted && !asked.dryRun) file.remove();
    return { end: stopping.aborted ? 'stopped' : 'all', ...reached, of: survey.products, goneOnAfter: start.read };
  } finally {
    bar.stop();
    report.close();
  }
}

/** A bookmark counts only where the shop still has what it says was written, and the report what it says was told. */
async function trusted(bookmark: Bookmark | null, asked: ImportArguments, transport: Transport): Promise<Bookmark | null> {
  if (!bookmark?.witness || asked.fromStart || !canGoOn(asked.report, bookmark.reportBytes)) return null;
  if (asked.report !== null && bookmark.reportBytes === 0 && bookmark.counts.refused + bookmark.counts.corrected > 0) return null;
  const { sku, variantId } = bookmark.witness;
  const { variants } = await transport.clientOf(catalog).variants({ skus: [sku] });
  return variants.some((variant) => variant.variantId === variantId) ? bookmark : null;
}

type Run = { survey: Survey; start: Bookmark; take: Take; report: Report; bar: Meter; stopping: AbortSignal; file: BookmarkFile | null };

/** While one batch is being saved, the next is read and the stock of the one before is opened; they end in order. */
async function takeAll(asked: ImportArguments, { survey, start, take, report, bar, stopping, file }: Run) {
  const { currency: currencyCode } = asked;
  const items = readShopifyCsv(createReadStream(asked.file, { highWaterMark: CHUNK }), { currencyCode, apart: survey.apart });
  let reached = start;
  let saved: Promise<unknown> = Promise.resolve();
  let ended: Promise<void> = Promise.resolve();
  let older = ended;
  for await (const batch of batchesOf(items, start.read)) {
    await saved;
    await older;
    if (stopping.aborted) break;
    const before = ended;
    older = ended;
    const taking = take(batch.products);
    saved = taking;
    ended = (async () => {
      const taken = await taking;
      await before;
      await taken.openStock();
      const refused = [...batch.refused, ...taken.refused].sort((a, b) => a.line - b.line);
      report.tell(refused);
      reached = advanced(reached, batch.read, taken, refused, report.bytes());
      file?.write(reached);
      bar.update(reached.read);
    })();
    // a failure is told by the next turn's await of it
    ended.catch(() => {});
  }
  await ended;
  return { counts: reached.counts, read: reached.read };
}

function advanced(before: Bookmark, read: number, taken: Taken, refused: { effect: string }[], reportBytes: number): Bookmark {
  const corrected = refused.filter(({ effect }) => effect === 'VALUE').length;
  const counts: Counts = {
    products: before.counts.products + taken.products,
    variants: before.counts.variants + taken.variants,
    created: before.counts.created + taken.created,
    changed: before.counts.changed + taken.changed,
    refused: before.counts.refused + refused.length - corrected,
    corrected: before.counts.corrected + corrected,
  };
  return { read, counts, reportBytes, witness: taken.witness ?? before.witness };
}
