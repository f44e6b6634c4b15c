import postgres from 'postgres';
import type { Shop } from '../shop.ts';

export type Books = { paid: number; captured: number; sold: number; reserved: number };

/** What three contexts have written down, each for itself. */
export async function booksOf(databaseUrl: string): Promise<Books> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => {} });
  const [row] = await sql<Books[]>`
    SELECT (SELECT count(*)::int FROM orders.orders WHERE status = 'PAID') AS paid,
      (SELECT count(*)::int FROM payments.payments WHERE status = 'CAPTURED') AS captured,
      (SELECT coalesce(sum(sold), 0)::int FROM inventory.stock) AS sold,
      (SELECT coalesce(sum(reserved), 0)::int FROM inventory.stock) AS reserved`.finally(() => sql.end());
  return row!;
}

/** Each buyer who was told so has one paid order, one captured payment and one unit; and nobody else has. */
export function compareBooks(before: Books, after: Books, completed: number): void {
  const grown = { paid: after.paid - before.paid, captured: after.captured - before.captured, sold: after.sold - before.sold };
  const isRight = Object.values(grown).every((count) => count === completed) && after.reserved === before.reserved;
  if (!isRight)
    throw new Error(`${completed} buyers were told they had bought, and the books say ${JSON.stringify({ grown, before, after })}`);
}

/** The shop's own audit, which asks the provider for its books, too. */
export async function auditShop({ base, adminKey }: Shop): Promise<void> {
  const body = JSON.stringify({ query: '{ audit { invariants findings { invariant subject detail } } }' });
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${adminKey}` };
  const answer = (await (await fetch(`${base}/admin/graphql`, { method: 'POST', headers, body })).json()) as {
    data?: { audit: { findings: unknown[] } } | null;
  };
  if (answer.data?.audit.findings.length !== 0) throw new Error(`the audit does not pass: ${JSON.stringify(answer).slice(0, 2000)}`);
}
