import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

/** A purchase as its buyer has seen it: one key, and every answer to it. */
export type Purchase = {
  input: Record<string, unknown> & { idempotencyKey: string };
  /** Orders that were told under this key, each once; more than one is a broken promise. */
  orderIds: Set<string>;
  /** `unknown`: no final answer was heard yet. */
  outcome: 'completed' | 'rejected' | 'unknown';
  code: string | null;
  attemptId: string | null;
  clientSecret: string | null;
  calls: number;
  /** Calls without an answer: cut off, refused, masked. */
  unheard: number;
};

type Answer = {
  __typename: string;
  attemptId?: string;
  clientSecret?: string;
  order?: { id: string } | null;
  userErrors?: { code: string }[];
  pollAfterMs?: number;
};
type Options = { until: number; timeoutMs?: number; cutAfterMs?: () => number | null };

const RESULT = `__typename
  ... on CheckoutCompleted { attemptId order { id } }
  ... on CheckoutActionRequired { attemptId clientSecret }
  ... on CheckoutProcessing { attemptId pollAfterMs order { id } }
  ... on CheckoutRejected { attemptId userErrors { code } }`;

export const newPurchase = (input: object): Purchase => ({
  input: { idempotencyKey: randomUUID(), ...input },
  orderIds: new Set(),
  outcome: 'unknown',
  code: null,
  attemptId: null,
  clientSecret: null,
  calls: 0,
  unheard: 0,
});

/** Asks with the same key until the answer is final, the bank wants a word, or `until` (epoch ms) has come. */
export async function pursue(base: string, purchase: Purchase, { until, timeoutMs = 8_000, cutAfterMs }: Options): Promise<Purchase> {
  while (purchase.outcome === 'unknown' && Date.now() < until) {
    const answer = await call(base, purchase, cutAfterMs?.() ?? timeoutMs);
    if (answer) note(purchase, answer);
    if (answer?.__typename === 'CheckoutActionRequired') return purchase;
    if (purchase.outcome === 'unknown') await sleep(answer ? Math.min(answer.pollAfterMs ?? 200, 400) : 150);
  }
  return purchase;
}

async function call(base: string, purchase: Purchase, timeoutMs: number): Promise<Answer | null> {
  purchase.calls += 1;
  try {
    const response = await fetch(`${base}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: `mutation($i:CheckoutInput!){checkout(input:$i){${RESULT}}}`, variables: { i: purchase.input } }),
      signal: AbortSignal.timeout(timeoutMs),
    });
    const body = (await response.json()) as { data?: { checkout?: Answer | null } | null };
    if (body.data?.checkout) return body.data.checkout;
  } catch {
    // cut off, or refused: the next call asks with the same key
  }
  purchase.unheard += 1;
  return null;
}

function note(purchase: Purchase, answer: Answer): void {
  if (answer.order) purchase.orderIds.add(answer.order.id);
  purchase.attemptId = answer.attemptId ?? purchase.attemptId;
  purchase.clientSecret = answer.clientSecret ?? purchase.clientSecret;
  if (answer.__typename === 'CheckoutCompleted') purchase.outcome = 'completed';
  if (answer.__typename === 'CheckoutRejected') {
    purchase.outcome = 'rejected';
    purchase.code = answer.userErrors?.[0]?.code ?? 'none';
  }
}
