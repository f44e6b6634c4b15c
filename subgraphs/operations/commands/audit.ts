import type { Sql, TransactionSql } from 'postgres';
import type { Client } from '../../../kit/contract.ts';
import type { payments } from '../../payments/contract.ts';
import type { AuditFinding, AuditReport } from '../contract.ts';
import type { Charge, Given, Invariant } from '../invariant.ts';
import { INVARIANTS } from '../invariants/all.ts';
import { openSagas } from '../open-sagas.ts';
import { readLedger } from './read-ledger.ts';

type Ledger = Pick<Client<typeof payments>, 'providerLedger'>;
type Asked = { charges: Charge[]; chargesAt: Date; fault: AuditFinding | null };

/**
 * Checks every invariant on the live system. The provider is asked first: what it has charged by then is in the snapshot
 * too, in which all that is ours is compared. A provider that cannot be asked is a finding, and the rest is checked.
 */
export async function audit(sql: Sql, provider: Ledger): Promise<AuditReport> {
  const asked = await askProvider(sql, provider);
  const checked = INVARIANTS.filter((invariant) => !asked.fault || !invariant.needsProvider);
  return (await sql.begin('ISOLATION LEVEL REPEATABLE READ READ ONLY', async (tx) => {
    const given = await prepare(tx, asked);
    const results = [];
    for (const invariant of checked) results.push(await check(invariant, given));
    return {
      checkedAt: new Date().toISOString(),
      invariants: checked.length,
      rowsChecked: results.reduce((sum, result) => sum + result.rows, 0),
      findings: [...(asked.fault ? [asked.fault] : []), ...results.flatMap((result) => result.findings)],
    };
  })) as AuditReport;
}

async function askProvider(sql: Sql, provider: Ledger): Promise<Asked> {
  const [clock] = await sql<{ now: Date }[]>`SELECT now()`;
  const asked = { chargesAt: clock!.now, charges: [], fault: null };
  try {
    return { ...asked, charges: await readLedger(provider) };
  } catch (error) {
    const detail = `its ledger could not be read, and nothing was compared with it: ${String(error).slice(0, 300)}`;
    return { ...asked, fault: { invariant: 'provider-books', subject: 'payment provider', detail, since: null } };
  }
}

/** Nested loops are what turns a comparison of 100,000 rows into minutes when an estimate is wrong; sorts and hashes fit into memory. */
async function prepare(tx: TransactionSql, { charges, chargesAt }: Asked): Promise<Given> {
  await tx.unsafe(`SET LOCAL statement_timeout = '60s'; SET LOCAL work_mem = '64MB'; SET LOCAL jit = off`);
  const open = await tx<{ attempt_id: string }[]>`SELECT attempt_id FROM (${openSagas(tx)}) AS saga WHERE NOT overdue`;
  await tx`SET LOCAL enable_nestloop = off`;
  return { sql: tx, charges, chargesAt, unsettled: open.map((row) => row.attempt_id) };
}

async function check({ id, count, offenders }: Invariant, given: Given): Promise<{ rows: number; findings: AuditFinding[] }> {
  const counted = await count(given);
  const found = await offenders(given);
  return {
    rows: counted.reduce((sum, { rows }) => sum + Number(rows), 0),
    findings: found.map(({ subject, detail, since }) => ({ invariant: id, subject, detail, since: since?.toISOString() ?? null })),
  };
}
