import { isDeepStrictEqual } from 'node:util';
import {
  type CreateRequest,
  type Intent,
  type IntentAnswer,
  type Provider,
  type ProviderRefund,
  ProviderUnavailable,
  type RefundAnswer,
} from '../subgraphs/payments/provider.ts';
import { providerGuard } from '../subgraphs/payments/provider-guard.ts';
import type { StripeSettings } from '../subgraphs/payments/stripe.ts';

/** The one card there is: it pays at once. */
const CARD = 'pm_card_visa';

/**
 * The provider port answered in this process, from memory, behind the same guard as Stripe: no HTTP, no SDK, no books on a disk,
 * no webhooks. To what it is asked it answers as the simulator does; its books end with the process, so it is for measuring alone.
 */
export function inProcessProvider({ guard }: Pick<StripeSettings, 'guard'> = {}): Provider {
  const send = providerGuard(guard);
  const intents = new Map<string, Intent>();
  const refunds = new Map<string, ProviderRefund>();
  const marked = new Map<string, ProviderRefund>();
  const answered = new Map<string, { asked: unknown; answer: unknown }>();
  let drawn = 0;

  /** The same key again is the same answer; for another question it is a mistake. */
  const once = <A extends IntentAnswer | RefundAnswer>(key: string, asked: unknown, act: () => A): A => {
    const before = answered.get(key);
    if (before && !isDeepStrictEqual(before.asked, asked))
      throw new ProviderUnavailable('This key is of another call.', { answered: false });
    if (before) return before.answer as A;
    const answer = act();
    // a card that there is not is refused before anything is carried out, and the key is free again
    if (answer.kind === 'invalid' && answer.param === 'payment_method') return answer;
    // what was told stays as it was told, whatever becomes of the intent
    answered.set(key, { asked, answer: structuredClone(answer) });
    return answer;
  };
  const change = (id: string, from: Intent['status'][], to: (intent: Intent) => Partial<Intent>): IntentAnswer => {
    const intent = intents.get(id);
    if (!intent) return invalid('resource_missing', 'intent');
    if (!from.includes(intent.status)) return invalid('payment_intent_unexpected_state');
    const changed = { ...intent, ...to(intent) };
    intents.set(id, changed);
    return { kind: 'intent', intent: changed };
  };
  const make = (request: CreateRequest): IntentAnswer => {
    if (request.paymentMethodId !== CARD) return invalid('resource_missing', 'payment_method');
    const id = `pi_${String(++drawn).padStart(12, '0')}`;
    const { amountMinor, currencyCode, metadata } = request;
    const money = { amountMinor, capturedMinor: 0, refundedMinor: 0, currencyCode };
    const about = { orderId: metadata.order_id, paymentId: metadata.payment_id };
    const intent: Intent = { id, clientSecret: `${id}_secret`, status: 'requires_confirmation', ...money, ...about, failure: null };
    intents.set(id, intent);
    return { kind: 'intent', intent };
  };
  const giveBack = (id: string, amountMinor: number, mark: string | null): RefundAnswer => {
    const intent = intents.get(id);
    if (!intent) return invalid('resource_missing', 'payment_intent');
    if (intent.status !== 'succeeded') return invalid('payment_intent_unexpected_state');
    if (intent.refundedMinor === intent.capturedMinor) return invalid('charge_already_refunded');
    if (intent.refundedMinor + amountMinor > intent.capturedMinor) return invalid('invalid_request', 'amount');
    intents.set(id, { ...intent, refundedMinor: intent.refundedMinor + amountMinor });
    const refund: ProviderRefund = { id: `re_${++drawn}`, amountMinor, status: 'SUCCEEDED' };
    refunds.set(refund.id, refund);
    if (mark !== null) marked.set(`${id} ${mark}`, refund);
    return { kind: 'refund', refund };
  };
  return {
    prepareCreate: (request) => JSON.stringify(request),
    create: (prepared, key) => send('create', async () => once(key, prepared, () => make(JSON.parse(prepared) as CreateRequest))),
    confirm: (id, key) =>
      send('confirm', async () =>
        once(key, ['confirm', id], () => change(id, ['requires_confirmation'], () => ({ status: 'requires_capture' }))),
      ),
    capture: (id, key) =>
      send('capture', async () =>
        once(key, ['capture', id], () =>
          change(id, ['requires_capture'], ({ amountMinor }) => ({ status: 'succeeded', capturedMinor: amountMinor })),
        ),
      ),
    cancel: (id) => send('cancel', async () => change(id, ['requires_confirmation', 'requires_capture'], () => ({ status: 'canceled' }))),
    retrieve: (id) => send('retrieve', async () => intents.get(id) ?? null),
    refund: (id, { amountMinor: amount }, key, mark) =>
      send('refund', async () => once(key, ['refund', id, amount, mark], () => giveBack(id, amount, mark))),
    findRefund: (id, mark) => send('list', async () => marked.get(`${id} ${mark}`) ?? null),
    retrieveRefund: (id) => send('retrieve', async () => refunds.get(id) ?? null),
    list: (after, limit) =>
      send('list', async () => {
        const all = [...intents.values()].reverse();
        const from = after === null ? 0 : all.findIndex(({ id }) => id === after) + 1;
        const page = Math.min(limit, 100);
        return { intents: all.slice(from, from + page), more: all.length > from + page };
      }),
    findByOrder: (orderId) => send('search', async () => [...intents.values()].filter((intent) => intent.orderId === orderId)),
  };
}

const invalid = (code: string, param: string | null = null): { kind: 'invalid'; code: string; param: string | null } => ({
  kind: 'invalid',
  code,
  param,
});
