import type { Charge, Dispute, ErrorBody, PaymentIntent, Refund, StripeEvent, StripeObject } from './objects.ts';

/** Objects as they shall be after one transaction, and the events that tell of it. */
export interface Changes {
  intent?: PaymentIntent;
  charge?: Charge;
  refund?: Refund;
  dispute?: Dispute;
  events: StripeEvent[];
  /** A refund that the bank decides on later. */
  settlesTo?: Refund['status'];
}

/** What a request does, and what it answers: an object, or a refusal that nevertheless changed something (a declined card). */
export interface Effect {
  changes: Changes;
  answer: { status: 200; object: StripeObject } | { status: number; error: ErrorBody };
}
