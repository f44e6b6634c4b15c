import { newId } from './ids.ts';
import type { StripeEvent, StripeObject } from './objects.ts';

/** The API version in which events are written: that of the SDK this simulator is tested with. */
export const API_VERSION = '2026-10-28.endive';

/** What every decision may know of the request it serves. */
export interface Context {
  /** Unix seconds. */
  now: number;
  requestId: string | null;
  idempotencyKey: string | null;
  /** Base URL of the simulator, for the page where a customer authenticates. */
  origin: string;
  /** A bug that a drill has ordered: money is counted wrong by so many minor units. */
  shortBy: number;
}

/** An event that snapshots the object as it is after the change; `previous` holds what the changed fields were. */
export function eventOf(context: Context, type: string, object: StripeObject, previous?: Record<string, unknown>): StripeEvent {
  return {
    id: newId('evt'),
    object: 'event',
    api_version: API_VERSION,
    created: context.now,
    data: previous ? { object, previous_attributes: previous } : { object },
    livemode: false,
    pending_webhooks: 1,
    request: { id: context.requestId, idempotency_key: context.idempotencyKey },
    type,
  };
}
