import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { newPurchase, type Purchase } from '../harness/buyer.ts';

/** What became of the requests: each is one HTTP call, a purchase may take several. */
export type Tally = { purchases: Purchase[]; requests: number; processing: number; failures: string[]; latencies: number[] };
type Answer = {
  data?: { checkout: { __typename: string; pollAfterMs?: number; order?: { id: string } | null; userErrors?: { code: string }[] } | null };
  errors?: { message: string }[];
};

const CHECKOUT = `mutation($i:CheckoutInput!){checkout(input:$i){__typename
  ... on CheckoutCompleted { order { id number status } } ... on CheckoutProcessing { pollAfterMs order { id } } ... on CheckoutRejected { userErrors { code } } }}`;
const PATIENCE_MS = 15_000;

/** Begins so many purchases a second, whatever becomes of those before, until stopped; nothing that fails is tried again. */
export function buyAt(rate: number, base: string, input: () => object): { tally: Tally; stop(): Promise<void> } {
  const tally: Tally = { purchases: [], requests: 0, processing: 0, failures: [], latencies: [] };
  const flying = new Set<Promise<void>>();
  let over = false;
  const beginning = (async () => {
    const began = performance.now();
    for (let n = 0; !over; n++) {
      await sleep(Math.max(0, began + (n * 1000) / rate - performance.now()));
      const purchase = newPurchase({ ...input(), idempotencyKey: randomUUID() });
      tally.purchases.push(purchase);
      const flight: Promise<void> = buy(base, purchase, tally).finally(() => flying.delete(flight));
      flying.add(flight);
    }
  })();
  return {
    tally,
    async stop() {
      over = true;
      await beginning;
      await Promise.all(flying);
    },
  };
}

/** One purchase: asks again only where it is told that the checkout goes on. */
async function buy(base: string, purchase: Purchase, tally: Tally): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const began = performance.now();
    tally.requests += 1;
    const answer = await ask(base, purchase).catch((error: unknown) => ({ fault: String((error as Error).cause ?? error) }));
    tally.latencies.push(performance.now() - began);
    if ('order' in answer && answer.order) purchase.orderIds.add(answer.order.id);
    if ('__typename' in answer && answer.__typename === 'CheckoutCompleted') {
      purchase.outcome = 'completed';
      return;
    }
    const failure = 'fault' in answer ? answer.fault : failureOf(answer);
    if (failure) {
      tally.failures.push(failure);
      return;
    }
    tally.processing += 1;
    if (performance.now() > deadline) {
      tally.failures.push(`still CheckoutProcessing after ${PATIENCE_MS / 1000} s`);
      return;
    }
    await sleep(('pollAfterMs' in answer && answer.pollAfterMs) || 200);
  }
}

const failureOf = ({ __typename, userErrors }: NonNullable<NonNullable<Answer['data']>['checkout']>): string | null =>
  __typename === 'CheckoutProcessing' ? null : `${__typename} ${userErrors?.[0]?.code ?? ''}`;

async function ask(base: string, purchase: Purchase) {
  const response = await fetch(`${base}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query: CHECKOUT, variables: { i: purchase.input } }),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (response.status !== 200) return { fault: `HTTP ${response.status} ${(await response.text()).slice(0, 200)}` };
  const { data, errors } = (await response.json()) as Answer;
  if (errors || !data?.checkout) return { fault: `errors: ${errors?.map((error) => error.message).join('; ')}` };
  return data.checkout;
}
