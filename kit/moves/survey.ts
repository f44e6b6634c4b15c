import postgres, { type Sql } from 'postgres';
import { tablesOf, tally } from './copy-schema.ts';
import { placeOf, shownDatabase } from './places.ts';

type Survey = { context: string; from: string; to: string; tell: (line: string) => void };

/** What a move would do, without doing it; 1 where something is in its way. */
export async function surveyMove({ context, from, to, tell }: Survey): Promise<0 | 1> {
  const [source, target] = [from, to].map((url) => postgres(url, { max: 1, onnotice: () => {} })) as [Sql, Sql];
  try {
    const [here, there] = [await placeOf(source, context), await placeOf(target, context)];
    if (!here.live && here.left && there.arriving?.copied && there.arriving.move === here.left.move) {
      tell('It has arrived already; only the last step is missing. To run the move again does it.');
      return 0;
    }
    if (!here.live) tell(`In the way: there is no ${context} in ${shownDatabase(from)}.`);
    if (there.live) tell(`In the way: ${shownDatabase(to)} has a schema ${context} already.`);
    if (!here.live || there.live) return 1;
    await source.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) => {
      const [size] = await tx<{ size: string }[]>`
        SELECT pg_size_pretty(sum(pg_total_relation_size(oid))) AS size FROM pg_class WHERE relnamespace = ${context}::regnamespace AND relkind = 'r'`;
      for (const { name, rows } of await tally(tx, context, await tablesOf(tx, context)))
        tell(`  ${name.padEnd(28)} ${rows.toLocaleString('en').padStart(12)} rows`);
      tell(`${size!.size} with indexes. Who writes waits while this is copied and counted.`);
    });
    return 0;
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}
