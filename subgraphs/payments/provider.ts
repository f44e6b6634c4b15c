export const INTENT_STATUSES = [
  'requires_payment_method',
  'requires_confirmation',
  'requires_action',
  'processing',
  'requires_capture',
  'succeeded',
  'canceled',
] as const;
export type IntentStatus = (typeof INTENT_STATUSES)[number];

/** A payment intent as the provider has it now; amounts in minor units, currency in upper case. */
export type Intent = {
  id: string;
  clientSecret: string | null;
  status: IntentStatus;
  amountMinor: number;
  capturedMinor: number;
  refundedMinor: number;
  currencyCode: string;
  orderId: string | null;
  paymentId: string | null;
  /** Why its last attempt failed. */
  failure: Failure | null;
};
export type Failure = { code: string; declineCode: string | null };

/** A definite answer. `declined`: the card's no. `invalid`: the request cannot be, now or ever (`param` says which part). */
export type Answer<T> =
  | T
  | { kind: 'declined'; code: string; declineCode: string | null }
  | { kind: 'invalid'; code: string; param: string | null };
export type IntentAnswer = Answer<{ kind: 'intent'; intent: Intent }>;
export type RefundAnswer = Answer<{ kind: 'refund'; refund: ProviderRefund }>;
export type ProviderRefund = { id: string; amountMinor: number; status: 'PENDING' | 'SUCCEEDED' | 'FAILED' };

export type CreateRequest = {
  amountMinor: number;
  currencyCode: string;
  paymentMethodId: string;
  email: string;
  metadata: { order_id: string; payment_id: string; attempt_id: string };
};
/** The parameters of a create call as text, to be stored and resent as they are. */
export type PreparedCreate = string;

/**
 * The outcome is not known: a time-out, a lost connection, an error on the provider's side. `answered` tells a 5xx, which
 * the provider has stored under the key and would only repeat, from silence, where the same key is the way to ask again.
 */
export class ProviderUnavailable extends Error {
  readonly answered: boolean;
  constructor(message: string, { answered, cause }: { answered: boolean; cause?: unknown }) {
    super(message, { cause });
    this.name = 'ProviderUnavailable';
    this.answered = answered;
  }
}

/** What we ask of a payment provider. A key makes a call repeatable: the same key again changes nothing. */
export type Provider = {
  prepareCreate(request: CreateRequest): PreparedCreate;
  /** An intent that nobody has tried to pay yet, to be captured later by us. Moves no money. */
  create(prepared: PreparedCreate, key: string): Promise<IntentAnswer>;
  confirm(intentId: string, key: string): Promise<IntentAnswer>;
  capture(intentId: string, key: string): Promise<IntentAnswer>;
  /** Without a key: an intent is cancelled once, and a stored answer would hide what has become of it since. */
  cancel(intentId: string): Promise<IntentAnswer>;
  /** Null when the provider has no such intent. */
  retrieve(intentId: string): Promise<Intent | null>;
  /** With `mark`, by which it can be found among the refunds of its intent. */
  refund(
    intentId: string,
    amount: Pick<CreateRequest, 'amountMinor' | 'currencyCode'>,
    key: string,
    mark: string | null,
  ): Promise<RefundAnswer>;
  findRefund(intentId: string, mark: string): Promise<ProviderRefund | null>;
  retrieveRefund(refundId: string): Promise<ProviderRefund | null>;
  /** Newest first, at most 100 a page. */
  list(after: string | null, limit: number): Promise<{ intents: Intent[]; more: boolean }>;
  /** Intents that carry the order's id; the provider may learn of new ones with a minute's delay. */
  findByOrder(orderId: string): Promise<Intent[]>;
};
