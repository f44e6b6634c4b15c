import type { TransactionSql } from 'postgres';
import { invalidRequest, resourceMissing } from './api-error.ts';
import type { Write } from './endpoint.ts';
import { lockIntent } from './ledger.ts';
import { integer, metadata, oneOf, onlyKnown, text } from './params.ts';
import { findMethod } from './payment-methods.ts';
import { refundCharge } from './refund.ts';

/** `POST /v1/refunds` for a payment intent or its charge. */
export const createRefund: Write = ({ params, context }) => {
  onlyKnown(params, ['payment_intent', 'charge', 'amount', 'reason', 'metadata']);
  const intentId = text(params, 'payment_intent');
  const chargeId = text(params, 'charge');
  if (!intentId && !chargeId) {
    const message = 'One of the following params should be provided for this request: payment_intent or charge.';
    throw invalidRequest(message, { code: 'parameter_missing' });
  }
  const terms = {
    amount: integer(params, 'amount', 1),
    reason: oneOf(params, 'reason', ['duplicate', 'fraudulent', 'requested_by_customer'] as const),
    metadata: metadata(params),
  };
  return async (tx) => {
    const id = intentId ?? (await intentOfCharge(tx, chargeId ?? ''));
    const state = await lockIntent(tx, id);
    if (!state) throw resourceMissing('payment_intent', id, 'payment_intent');
    if (chargeId && state.charge?.id !== chargeId) throw invalidRequest(`Charge ${chargeId} cannot be refunded.`, { param: 'charge' });
    const method = state.charge ? findMethod(state.charge.payment_method) : undefined;
    return refundCharge({ ...state, method }, terms, context);
  };
};

async function intentOfCharge(tx: TransactionSql, id: string): Promise<string> {
  const [row] = await tx<{ payment_intent: string }[]>`SELECT payment_intent FROM charges WHERE id = ${id}`;
  if (!row) throw resourceMissing('charge', id, 'charge');
  return row.payment_intent;
}
