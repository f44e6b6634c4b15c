import type { Shopper } from '../../stories/shopper.ts';
import type { Purchase } from './buyer.ts';
import type { DrillWorld } from './drill-world.ts';

export const LIVE = new Set(['PAID', 'FULFILLING', 'SHIPPED', 'DELIVERED', 'CANCELLED', 'REFUNDED']);

/** What buyers were told, against the books: nothing that was promised is missing, no key has two orders. */
export async function brokenPromises(world: DrillWorld, purchases: Purchase[]): Promise<string[]> {
  const ids = [...new Set(purchases.flatMap((purchase) => [...purchase.orderIds]))];
  const rows = await world.books<{ id: string; status: string }[]>`SELECT id, status FROM orders.orders WHERE id = ANY(${ids}::uuid[])`;
  const status = new Map(rows.map((row) => [row.id, row.status]));
  return purchases.flatMap((purchase) => {
    const told = [...purchase.orderIds];
    const key = `key ${purchase.input.idempotencyKey}`;
    const faults: string[] = [];
    if (told.length > 1) faults.push(`${key} was told ${told.length} orders`);
    if (purchase.outcome === 'unknown' && !purchase.clientSecret) faults.push(`${key} has no final answer after ${purchase.calls} calls`);
    if (purchase.outcome === 'completed' && !LIVE.has(status.get(told[0]!) ?? ''))
      faults.push(`${key} was told that order ${told[0]} is bought; it is ${status.get(told[0]!) ?? 'not there'}`);
    return faults;
  });
}

/** The audit's findings once all is quiet: none, or those that are left after `ms`. */
export async function findingsWhenQuiet(me: Shopper, ms = 30_000): Promise<string[]> {
  const deadline = Date.now() + ms;
  for (;;) {
    const findings = await me
      .audit()
      .then((report) => (report.findings as Finding[]).map(({ invariant, subject, detail }) => `${invariant}: ${subject}: ${detail}`))
      .catch((error: unknown) => [`the audit could not be asked: ${String(error).slice(0, 200)}`]);
    if (findings.length === 0 || Date.now() > deadline) return findings;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}
type Finding = { invariant: string; subject: string; detail: string };

/** Orders for which the provider keeps more than one price: looked at from its side alone, at any moment. */
export async function chargedTwice(world: DrillWorld): Promise<string[]> {
  const rows = await world.provider.ledger();
  return rows
    .filter((row) => row.order_id && row.charges > 1 && row.captured - row.refunded > row.captured / row.charges)
    .map((row) => row.order_id!);
}
