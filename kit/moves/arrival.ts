import postgres, { type Sql, type TransactionSql } from 'postgres';
import { ConfigError } from '../config.ts';
import { migrateContext, roleOf } from '../migrate.ts';
import type { Signer } from '../sign.ts';
import { copySequences, copyTable, type Table, type Tally, tablesOf, tally } from './copy-schema.ts';
import { arrivingOf, type Note, noteOn, renameSchemas } from './places.ts';

type Preparing = { context: string; folder: URL; to: string; signer: Signer; note: Note; linked: boolean };

/** Makes the schema as this version wants it, and gives it a name under which nobody looks for it. */
export async function prepare(target: Sql, { context, folder, to, signer, note, linked }: Preparing): Promise<void> {
  // what an earlier move has left here was never at work; what only shows it from elsewhere is in the way of the real one
  await target.unsafe(`DROP SCHEMA IF EXISTS ${arrivingOf(context)}, ${context}_migrations CASCADE`);
  if (linked) await target.unsafe(`DROP SCHEMA ${context} CASCADE`);
  await migrateContext({ context, folder, databaseUrl: to, isArriving: true }, signer);
  await renameSchemas(target, roleOf(context), [[context, arrivingOf(context)]], noteOn(arrivingOf(context), note));
}

type Copying = { context: string; url: string; note: Note; tell: (line: string) => void };

/** All of it in one transaction of the target, which ends only if both sides count and hash alike. */
export async function copy(from: TransactionSql, tables: Table[], { context, url, note, tell }: Copying): Promise<Tally[]> {
  const sql = postgres(url, { max: 1, onnotice: () => {} });
  const arriving = arrivingOf(context);
  try {
    return (await sql.begin(async (to) => {
      await to.unsafe(`SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0`);
      const made = await tablesOf(to, arriving);
      if (JSON.stringify(made) !== JSON.stringify(tables))
        throw new ConfigError(`${context} is not at this version where it is now. Run migrate there first: npm run migrate`);
      const triggers = (word: string) =>
        to.unsafe(made.map(({ name }) => `ALTER TABLE ${arriving}."${name}" ${word} TRIGGER USER`).join('; '));
      await triggers('DISABLE');
      await to.unsafe(`TRUNCATE ${made.map(({ name }) => `${arriving}."${name}"`).join(', ')}`);
      for (const table of tables) await copyTable({ tx: from, schema: context }, { tx: to, schema: arriving }, table);
      await triggers('ENABLE');
      await copySequences(from, to, { from: context, to: arriving });
      const [there, here] = [await tally(to, arriving, tables), await tally(from, context, tables)];
      const differing = here.filter((one, i) => one.rows !== there[i]!.rows || one.sum !== there[i]!.sum);
      if (differing.length > 0) throw new Error(`bug: the copy differs in ${differing.map(({ name }) => name).join(', ')}`);
      for (const { name, rows } of here) tell(`  ${name.padEnd(28)} ${rows.toLocaleString('en').padStart(12)} rows`);
      await to.unsafe(noteOn(arriving, { ...note, copied: true }));
      return here;
    })) as Tally[];
  } finally {
    await sql.end();
  }
}

export const open = (target: Sql, context: string): Promise<void> =>
  renameSchemas(target, roleOf(context), [[arrivingOf(context), context]], `COMMENT ON SCHEMA ${context} IS NULL; ANALYZE`);
