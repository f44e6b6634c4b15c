import { z } from 'zod';
import { command, defineContract } from '../../kit/contract.ts';
import { orRefused } from '../../kit/refusal.ts';
import { Id } from '../../schema/vocabulary/ids.ts';
import { MendedAll, Repairs } from '../../schema/vocabulary/repair.ts';
import { CurrencyCode, MinorUnits } from '../../schema/vocabulary/money.ts';

export const PaymentStatus = z.enum([
  'INITIATED',
  'REQUIRES_ACTION',
  'AUTHORIZED',
  'CAPTURED',
  'FAILED',
  'VOIDED',
  'REFUNDED',
  'PARTIALLY_REFUNDED',
]);
export type PaymentStatus = z.infer<typeof PaymentStatus>;

/**
 * Calls to the provider that one checkout costs: create, confirm, capture; and a quarter of one for what not every checkout
 * needs (voids, refunds, looking again). Counted as three, a sale would take all that the provider gives, and who once had to wait would never be caught up.
 */
export const PROVIDER_CALLS_PER_CHECKOUT = 3.25;

export const payments = defineContract('payments', {
  commands: {
    /**
     * Authorizes the order's payment at the provider, without taking the money yet. Repeatable: the same payment goes
     * on where it was. Refuses PAYMENT_DECLINED (with `declineCode`), PAYMENT_METHOD_NOT_FOUND. An outcome that is not
     * known is thrown, never guessed.
     */
    authorize: command(
      z.object({
        paymentId: Id,
        orderId: Id,
        attemptId: Id,
        amountMinor: MinorUnits,
        currencyCode: CurrencyCode,
        paymentMethodId: z.string(),
        email: z.string(),
      }),
      orRefused(
        z.union([
          z.object({ status: z.literal('AUTHORIZED') }),
          z.object({ status: z.literal('REQUIRES_ACTION'), clientSecret: z.string() }),
        ]),
      ),
    ),
    /** Takes the authorized money. Refuses PAYMENT_DECLINED when the authorization is gone. */
    capture: command(z.object({ paymentId: Id }), orRefused(z.object({}))),
    /** Leaves no money with us, whatever has happened so far: cancels the intent, or refunds what was captured. */
    void: command(z.object({ paymentId: Id }), z.object({})),
    /** Refunds all that is left of an order's captured payment; the same key again changes nothing. */
    refundOrder: command(z.object({ orderId: Id, key: z.string(), reason: z.string().nullish() }), z.object({ refundedMinor: MinorUnits })),
    /**
     * Refunds so much of an order's captured payment; the same key again changes nothing. Refuses REFUND_EXCEEDS_PAYMENT where
     * less is left, and REFUND_REFUSED where the provider will not (a disputed charge). An outcome that is not known is thrown.
     */
    refundPart: command(
      z.object({ orderId: Id, key: z.string(), amountMinor: MinorUnits.positive(), reason: z.string().nullish() }),
      orRefused(z.object({ refundedMinor: MinorUnits })),
    ),
    /** Verifies the provider's signature over the raw bytes (base64) and stores the event once. Refuses INVALID_SIGNATURE. */
    receiveWebhook: command(
      z.object({ rawBody: z.string(), signature: z.string() }),
      orRefused(z.object({ eventId: z.string(), duplicate: z.boolean() })),
    ),
    /** Applies a stored event by fetching the object's present state. Repeatable. */
    applyWebhook: command(z.object({ eventId: z.string() }), z.object({})),
    /** Events that are stored and not applied yet, least tried first. What our rows say already is settled first, and not among them. */
    pendingWebhooks: command(z.object({ olderThanSeconds: z.int(), limit: z.int() }), z.object({ eventIds: z.array(z.string()) })),
    /** Asks the provider about payments and refunds that have been undecided for longer than that, at most `limit` of each. */
    reconcile: command(z.object({ olderThanSeconds: z.int(), limit: z.int() }), z.object({ checked: z.int() })),
    /** What the provider holds of our orders, for the audit: one row an intent that has moved money, newest first. */
    providerLedger: command(
      z.object({ after: z.string().nullish(), limit: z.int().max(1000) }),
      z.object({
        charges: z.array(
          z.object({
            intentId: z.string(),
            orderId: z.string().nullable(),
            capturedMinor: MinorUnits,
            refundedMinor: MinorUnits,
            currencyCode: CurrencyCode,
          }),
        ),
        next: z.string().nullable(),
      }),
    ),
    /** What is kept of a customer here, for them to have. */
    exportCustomer: command(z.object({ customerId: Id }), z.object({ data: z.unknown() })),
    /** What `npm run repair` would mend: payments about which the provider's ledger says otherwise. */
    planRepairs: command(z.object({}), Repairs, { deadlineMs: 60_000 }),
    /** Mends what still reads as planned, by asking the provider again. */
    applyRepairs: command(Repairs, MendedAll, { deadlineMs: 120_000 }),
  },
  events: {
    /** Told when the provider decides outside of a call of ours: a webhook, or a question of the poller. */
    PaymentChanged: z.object({ paymentId: Id, orderId: Id, attemptId: Id, status: PaymentStatus }),
  },
});
