import { mendEach, type Repair, stillPlanned } from '../../../schema/vocabulary/repair.ts';
import { present } from '../ask.ts';
import { catchUp } from '../close-intent.ts';
import { factsOf, isMismatch } from '../observation.ts';
import { isDead, stepsThrough } from '../payment.ts';
import type { PaymentStatus } from '../contract.ts';
import type { Intent } from '../provider.ts';
import { findPayment } from '../rows.ts';
import type { Tools } from '../tools.ts';
import { providerLedger } from './provider-ledger.ts';

type Charge = Pick<Intent, 'capturedMinor' | 'refundedMinor' | 'currencyCode'> & { intentId: string; orderId: string | null };
/** A payment of ours beside what the provider holds under its intent; either may be missing. */
type Pair = { charge: Charge | null; payment: OurSide | null };
type OurSide = { id: string; status: PaymentStatus; amountMinor: number; refundedMinor: number; currencyCode: string };

const PAGE = 1000;
const PAID: PaymentStatus[] = ['CAPTURED', 'PARTIALLY_REFUNDED', 'REFUNDED'];

/** Payments about which the provider's ledger says otherwise, and charges that no payment of ours knows. */
export async function planRepairs({ sql, provider }: Pick<Tools, 'sql' | 'provider'>): Promise<{ repairs: Repair[] }> {
  const charges = new Map<string, Charge>();
  for (let after: string | null = null; ; ) {
    const page = await providerLedger(provider, { after, limit: PAGE });
    for (const charge of page.charges) charges.set(charge.intentId, charge);
    after = page.next;
    if (after === null) break;
  }
  const settled = await sql<(OurSide & { intentId: string | null; young: boolean })[]>`
    SELECT id, status, amount_minor AS "amountMinor", refunded_minor AS "refundedMinor", currency_code AS "currencyCode",
      provider_intent_id AS "intentId", updated_at > now() - interval '30 seconds' AS young
    FROM payments WHERE status = ANY(${PAID}) OR provider_intent_id = ANY(${[...charges.keys()]}) ORDER BY id`;
  const pairs: Pair[] = settled
    .filter(({ young }) => !young)
    .map((payment) => ({ payment, charge: (payment.intentId && charges.get(payment.intentId)) || null }));
  const known = new Set(settled.map((payment) => payment.intentId));
  for (const charge of charges.values()) if (!known.has(charge.intentId)) pairs.push({ payment: null, charge });
  return { repairs: pairs.flatMap((pair) => repairOf(pair) ?? []) };
}

/** Asks the provider about each once more, by its id, and learns what it says: the way of webhook and poller. */
export const applyRepairs = (tools: Tools, repairs: Repair[]) =>
  mendEach(repairs, {
    payment: async (repair) => {
      const id = repair.subject.slice('payment '.length);
      const payment = await findPayment(tools.sql, id);
      if (!payment?.providerIntentId) return false;
      const intent = await present(tools.provider, payment.providerIntentId);
      const now = repairOf({ payment, charge: { ...intent, intentId: intent.id } });
      if (!now || !stillPlanned(repair, [now])) return false;
      const { status, refundedMinor } = await catchUp(tools, id, intent, { name: 'repair', tell: true });
      return `it is ${status}, ${refundedMinor} of it refunded`;
    },
  });

function repairOf({ payment, charge }: Pair): Repair | null {
  if (!payment) return charge && charge.capturedMinor > charge.refundedMinor ? strayCharge(charge) : null;
  if (agree(payment, charge)) return null;
  const after = charge && learned(payment, charge);
  return {
    kind: 'payment',
    subject: `payment ${payment.id}`,
    before: `${payment.status}, ${payment.refundedMinor} of ${payment.amountMinor} ${payment.currencyCode} refunded; the provider: ${inWords(charge)}`,
    after: after ?? 'a person decides: the provider cannot be followed',
    byHand: !after,
  };
}

/** As the audit compares them: a payment that never counted as captured may have been charged and given back. */
const agree = ({ status, amountMinor, refundedMinor, currencyCode }: OurSide, charge: Charge | null): boolean => {
  if (!PAID.includes(status)) return !charge || charge.capturedMinor <= charge.refundedMinor;
  return charge?.capturedMinor === amountMinor && charge.refundedMinor === refundedMinor && charge.currencyCode === currencyCode;
};

/** Where learning of it will lead; null where that is nowhere, because the provider speaks of other money or has gone back. */
function learned(payment: OurSide, charge: Charge): string | null {
  if (isDead(payment.status)) return 'REFUNDED: what has arrived for it is given back';
  const intent: Intent = {
    id: charge.intentId,
    status: 'succeeded',
    amountMinor: charge.capturedMinor,
    capturedMinor: charge.capturedMinor,
    refundedMinor: charge.refundedMinor,
    currencyCode: charge.currencyCode,
    orderId: charge.orderId,
    paymentId: payment.id,
    clientSecret: null,
    failure: null,
  };
  if (isMismatch(payment, intent)) return null;
  const status = stepsThrough(payment.status, factsOf(intent)).at(-1)?.to ?? payment.status;
  if (status === payment.status && charge.refundedMinor <= payment.refundedMinor) return null;
  return `${status}, ${charge.refundedMinor} of it refunded, as the provider says`;
}

const strayCharge = (charge: Charge): Repair => ({
  kind: 'charge',
  subject: `intent ${charge.intentId}`,
  before: `${inWords(charge)} for order ${charge.orderId ?? 'unknown'}, and no payment of ours`,
  after: 'a person decides: give it back at the provider, or enter the order anew',
  byHand: true,
});

const inWords = (charge: Charge | null): string =>
  charge ? `${charge.capturedMinor} ${charge.currencyCode} captured, ${charge.refundedMinor} refunded` : 'nothing captured';
