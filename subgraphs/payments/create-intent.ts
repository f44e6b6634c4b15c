import { KEYS } from './ask.ts';
import { fail } from './fail.ts';
import { learn } from './learn.ts';
import { isMismatch } from './observation.ts';
import { type Intent, type IntentAnswer, ProviderUnavailable } from './provider.ts';
import { EXPIRED, METHOD_NOT_FOUND } from './refusals.ts';
import { getPayment, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

/**
 * Gets the payment its intent at the provider, unconfirmed, and stores its id. The answer is the row as it is then: with
 * an intent, FAILED because the provider will not have it, or VOIDED by somebody who was faster.
 */
export async function createIntent(tools: Tools, payment: PaymentRow): Promise<PaymentRow> {
  if (!payment.repeatable) return findOrFail(tools, payment);
  for (let row = payment, tried = 1; ; tried++) {
    const answer = await create(tools, row);
    if (!('spoilt' in answer))
      return answer.kind === 'intent' ? storeIntent(tools, row, answer.intent) : fail(tools, row, reasonOf(answer), mayBeMade(row));
    row = await takeNextKey(tools, row);
    if (row.status !== 'INITIATED' || row.providerIntentId) return row;
    // the next key is written down: whoever asks again begins with it
    if (tried === KEYS) throw answer.spoilt;
  }
}

async function create(tools: Tools, row: PaymentRow): Promise<IntentAnswer | { spoilt: ProviderUnavailable }> {
  if (!row.createRequest || !row.providerKey) throw new Error(`bug: payment ${row.id} has no request to send`);
  try {
    return await tools.provider.create(row.createRequest, row.providerKey);
  } catch (error) {
    // Stored under the key, a 5xx would only be repeated; an unconfirmed intent moves no money, so another one is safe.
    if (!(error instanceof ProviderUnavailable && error.answered)) throw error;
    const [made] = await findMade(tools, row).catch(() => []);
    if (made) return { kind: 'intent', intent: made };
    return { spoilt: error };
  }
}

/** The provider has forgotten our key by now: a repeat would be a new request. */
async function findOrFail(tools: Tools, row: PaymentRow): Promise<PaymentRow> {
  const [made] = await findMade(tools, row);
  return made ? storeIntent(tools, row, made) : fail(tools, row, EXPIRED);
}

/** What earlier calls have made and nobody has cancelled, as far as the provider's search knows. */
export async function findMade({ provider }: Tools, { id, orderId }: PaymentRow): Promise<Intent[]> {
  const known = orderId ? await provider.findByOrder(orderId) : [];
  return known.filter((intent) => intent.paymentId === id && intent.status !== 'canceled');
}

/** A no to the first key is about all that was ever asked; under a later one, an earlier call may have made an intent. */
const mayBeMade = ({ providerKey }: PaymentRow): boolean => providerKey?.includes(':') ?? false;

/** `pay_X`, `pay_X:2`, `pay_X:3` and so on: written down before it is used. */
async function takeNextKey({ sql }: Tools, { id, providerKey }: PaymentRow): Promise<PaymentRow> {
  const [base, number = '1'] = (providerKey ?? '').split(':');
  await sql`
    UPDATE payments SET provider_key = ${`${base}:${Number(number) + 1}`}
    WHERE id = ${id} AND provider_key = ${providerKey} AND provider_intent_id IS NULL`;
  return getPayment(sql, id);
}

/** Whoever comes second, to an intent or to a payment that was given up meanwhile, cancels what it has made. */
export async function storeIntent(tools: Tools, { id }: PaymentRow, intent: Intent): Promise<PaymentRow> {
  const { sql, writer, provider } = tools;
  const stored = await writer.storeIntent({ paymentId: id, intentId: intent.id, clientSecret: intent.clientSecret });
  if (stored) return isMismatch(stored, intent) ? learn(tools, id, intent, { name: 'authorize', tell: false }) : stored;
  const row = await getPayment(sql, id);
  if (row.providerIntentId !== intent.id) await provider.cancel(intent.id);
  return row;
}

const reasonOf = (answer: { kind: 'invalid' | 'declined'; code: string; param?: string | null }): string =>
  answer.param === 'payment_method' ? METHOD_NOT_FOUND : answer.code;
