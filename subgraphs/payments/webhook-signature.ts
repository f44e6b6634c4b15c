import type Stripe from 'stripe';

const TOLERANCE_S = 300;

/** What we keep of an event; the object's state in it is old by the time it arrives and is never used. */
export type WebhookEvent = { id: string; type: string; objectId: string | null; intentId: string | null; payload: string };

/**
 * The event in a webhook's raw body, if one of the secrets (two while they are rotated) has signed exactly these bytes
 * within five minutes of now, either way; else null. Stripe's own check lets timestamps of the future pass.
 */
export function verifiedEvent(
  webhooks: Stripe['webhooks'],
  raw: Buffer,
  signature: string,
  secrets: string[],
  nowMs = Date.now(),
): WebhookEvent | null {
  const payload = decode(raw);
  if (payload === null || !isTimely(signature, nowMs)) return null;
  for (const secret of secrets) {
    try {
      return eventOf(webhooks.constructEvent(payload, signature, secret, TOLERANCE_S, undefined, nowMs), payload);
    } catch {
      // Signed by another secret, or by nobody: the next one, or none, will say.
    }
  }
  return null;
}

/** Fatal, and with any byte order mark: what is read must be these bytes and no others. */
function decode(raw: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(raw);
  } catch {
    return null;
  }
}

function isTimely(signature: string, nowMs: number): boolean {
  const times = signature.split(',').filter((part) => part.startsWith('t='));
  const [time] = times;
  if (times.length !== 1 || !time || !/^t=\d{1,12}$/.test(time)) return false;
  return Math.abs(nowMs / 1000 - Number(time.slice(2))) <= TOLERANCE_S;
}

type Named = { object?: unknown; id?: unknown; payment_intent?: unknown };

function eventOf(event: unknown, payload: string): WebhookEvent | null {
  const { id, object, type, data } = (event ?? {}) as { id?: unknown; object?: unknown; type?: unknown; data?: { object?: Named } };
  if (object !== 'event' || typeof id !== 'string' || !/^\w{1,255}$/.test(id) || typeof type !== 'string') return null;
  const about = data?.object;
  return {
    id,
    type,
    payload,
    objectId: text(about?.id),
    intentId: about?.object === 'payment_intent' ? text(about.id) : text(about?.payment_intent),
  };
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
