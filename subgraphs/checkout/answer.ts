import type { Refusal } from '../../kit/refusal.ts';
import type { Signer } from '../../kit/sign.ts';
import { accessTokenOf, grantFor } from '../../schema/vocabulary/order-access.ts';
import type { ActionRequired } from './authorization.ts';
import type { AttemptRow } from './commands/attempt-rows.ts';

type OrderReference = { __typename: 'Order'; id: string; access: string };
export type CheckoutResult = { attemptId: string; replayed: boolean } & (
  | { __typename: 'CheckoutCompleted'; order: OrderReference; accessToken: string }
  | { __typename: 'CheckoutActionRequired'; clientSecret: string; expiresAt: Date }
  | { __typename: 'CheckoutProcessing'; order: OrderReference | null; pollAfterMs: number }
  | { __typename: 'CheckoutRejected'; userErrors: Refusal[] }
);

const POLL_AFTER_MS = 500;
const FINAL = new Set(['DONE', 'COMPENSATED']);

export const isFinal = (attempt: AttemptRow): boolean =>
  attempt.refusals !== null || (attempt.state !== null && FINAL.has(attempt.state)) || promised(attempt);

/** Past the promise the order stands, whatever is still to be done for it. */
const promised = (attempt: AttemptRow) => attempt.log?.some((entry) => entry.step === 'confirm order' && entry.kind === 'done') ?? false;

/** What an attempt has come to, read from its records: the same records give the same answer, for ever. */
export function answerOf(attempt: AttemptRow, signer: Signer, replayed: boolean): CheckoutResult {
  const about = { attemptId: attempt.id, replayed };
  const refusals = attempt.refusals ?? (attempt.state === 'COMPENSATED' ? attempt.sagaRefusals : null);
  if (refusals) return { __typename: 'CheckoutRejected', ...about, userErrors: refusals };
  const orderId = attempt.ids!.orderId!;
  const order: OrderReference = { __typename: 'Order', id: orderId, access: grantFor(signer, orderId) };
  if (attempt.state === 'DONE' || promised(attempt)) {
    return { __typename: 'CheckoutCompleted', ...about, order, accessToken: accessTokenOf(signer, orderId) };
  }
  const waiting = attempt.log?.findLast((entry) => entry.kind === 'waiting')?.answer as ActionRequired | undefined;
  if (attempt.state === 'WAITING' && waiting) {
    return { __typename: 'CheckoutActionRequired', ...about, clientSecret: waiting.clientSecret, expiresAt: attempt.expiresAt! };
  }
  const placed = attempt.log?.some((entry) => entry.step === 'place order' && entry.kind === 'done');
  return { __typename: 'CheckoutProcessing', ...about, order: placed ? order : null, pollAfterMs: POLL_AFTER_MS };
}
