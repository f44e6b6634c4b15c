import { setTimeout as sleep } from 'node:timers/promises';
import type { Sql, TransactionSql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import type { payments } from '../../payments/contract.ts';
import type { AuditFinding, AuditReport } from '../contract.ts';
import type { Charge, Given, Invariant } from '../invariant.ts';
import { INVARIANTS } from '../invariants/all.ts';
import { hasLinks, inBoth, isOutOfReach } from '../elsewhere.ts';
import { openSagas } from '../open-sagas.ts';
import { readLedger } from './read-ledger.ts';

type Ledger = Pick<Client<typeof payments>, 'providerLedger'>;
/** What the provider has charged, and when it was asked by the database's clock: a payment that has moved since may differ. */
export type Books = { charges: Charge[]; at: Date };
export type Scope = { only?: 'always' | undefined };
/** With the ids of what was looked at. */
export type Checked = AuditReport & { checked: string[] };

/** What is on its way between two databases has come by then. */
const SECOND_LOOK_MS = 1_000;

/**
 * Checks every invariant on the live system, or only those that hold at any instant. The provider is asked first: what it
 * has charged by then is in the snapshot too, in which all that is ours is compared. A provider that cannot be asked is a
 * finding, and the rest is checked. Null: nobody is asked, and nothing is compared with the provider. Contexts with databases of their
 * own are seen a moment later than the others: there a finding counts when a second look has it, too.
 */
export async function audit(sql: Sql, provider: Ledger | null, scope: Scope = {}): Promise<Checked> {
  const report = await look(sql, provider, scope);
  if (report.findings.length === 0 || !(await hasLinks(sql))) return report;
  await sleep(SECOND_LOOK_MS);
  return inBoth(report, await look(sql, provider, scope));
}

async function look(sql: Sql, provider: Ledger | null, scope: Scope): Promise<Checked> {
  if (!provider) return checkInvariants(sql, null, scope);
  const asked = await askProvider(sql, provider);
  if (!('detail' in asked)) return checkInvariants(sql, asked, scope);
  const report = await checkInvariants(sql, null, scope);
  return { ...report, findings: [{ invariant: 'provider-books', subject: 'payment provider', since: null, ...asked }, ...report.findings] };
}

/**
 * The checks alone, in one read-only snapshot of a database that holds all contexts; `sql` must be allowed to read them. With
 * `books` null, or a bare list of charges that was read just now, as a drill has it from the provider's own database. What
 * compares with the provider is left out where there are no books.
 */
export async function checkInvariants(sql: Sql, books: Books | Charge[] | null, { only }: Scope = {}): Promise<Checked> {
  const asked = INVARIANTS.filter((invariant) => !only || invariant.when === only);
  const checked = asked.filter((invariant) => books || !invariant.needsProvider);
  return (await sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) => {
    const given = await prepare(tx, books);
    const results = [];
    for (const invariant of checked) results.push(await checkWhatCanBeRead(invariant, given));
    return {
      checkedAt: new Date().toISOString(),
      invariants: checked.length,
      rowsChecked: results.reduce((sum, result) => sum + result.rows, 0),
      findings: results.flatMap((result) => result.findings),
      checked: checked.map(({ id }) => id),
    };
  })) as Checked;
}

/** An invariant whose tables are in a database that cannot be read from here is a finding: it may be broken, and nobody would know. */
async function checkWhatCanBeRead(invariant: Invariant, given: Given): ReturnType<typeof check> {
  try {
    return await given.sql.savepoint((tx) => check(invariant, { ...given, sql: tx }));
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
    const detail = `not checked: what it compares is in a database that cannot be read from here (${(error as Error).message})`;
    return { rows: 0, findings: [{ invariant: invariant.id, subject: 'audit', detail, since: null }] };
  }
}

async function askProvider(sql: Sql, provider: Ledger): Promise<Books | { detail: string }> {
  const [clock] = await sql<{ now: Date }[]>`SELECT now()`;
  try {
    return { at: clock!.now, charges: await readLedger(provider) };
  } catch (error) {
    return { detail: `its ledger could not be read, and nothing was compared with it: ${String(error).slice(0, 300)}` };
  }
}

/** Nested loops are what turns a comparison of 100,000 rows into minutes when an estimate is wrong; sorts and hashes fit into memory. */
async function prepare(tx: TransactionSql, books: Books | Charge[] | null): Promise<Given> {
  await tx.unsafe(`SET LOCAL statement_timeout = '60s'; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off`);
  const [clock] = await tx<{ now: Date }[]>`SELECT now()`;
  const { charges, at } = Array.isArray(books) ? { charges: books, at: clock!.now } : (books ?? { charges: [], at: clock!.now });
  const open = await tx<{ attempt_id: string }[]>`SELECT attempt_id FROM (${openSagas(tx)}) AS saga WHERE NOT overdue`;
  await tx`SET LOCAL enable_nestloop = off`;
  return { sql: tx, charges, chargesAt: at, unsettled: open.map((row) => row.attempt_id) };
}

async function check({ id, count, offenders }: Invariant, given: Given): Promise<{ rows: number; findings: AuditFinding[] }> {
  const counted = await count(given);
  const found = await offenders(given);
  return {
    rows: counted.reduce((sum, { rows }) => sum + Number(rows), 0),
    findings: found.map(({ subject, detail, since }) => ({ invariant: id, subject, detail, since: since?.toISOString() ?? null })),
  };
}
