import { createHmac, randomBytes } from 'node:crypto';

const PREFIX = 'whsec_';
const [SHORTEST, LONGEST] = [24, 64];

export const newSecret = (): string => PREFIX + randomBytes(32).toString('base64');

/** `whsec_` and base64 of 24 to 64 bytes, as standardwebhooks.com has it. */
export function isSecret(secret: string): boolean {
  const key = secret.startsWith(PREFIX) ? secret.slice(PREFIX.length) : '';
  const bytes = Buffer.from(key, 'base64');
  return bytes.length >= SHORTEST && bytes.length <= LONGEST && bytes.toString('base64').replace(/=+$/, '') === key.replace(/=+$/, '');
}

/** A message that somebody has heard on its way is worth nothing to them after this, nor one of a clock that is so wrong. */
const TOLERANCE_S = 300;

/** Whether one of the signatures that came with a body is by this secret, and of now. */
export function isSignedBy(secret: string, headers: Record<string, unknown>, body: string, nowMs = Date.now()): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': given } = headers;
  // written so that what is no number is not of now
  if (!(Math.abs(nowMs / 1000 - Number(timestamp)) <= TOLERANCE_S)) return false;
  const wanted = signedHeaders({ id: String(id), timestamp: Number(timestamp), body }, [secret])['webhook-signature']!;
  return String(given).split(' ').includes(wanted);
}

export type Message = { id: string; timestamp: number; body: string };

/** What goes with a message by Standard Webhooks: its id, the time in seconds, and a signature by each secret. */
export function signedHeaders({ id, timestamp, body }: Message, secrets: readonly string[]): Record<string, string> {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
    return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
  });
  return { 'webhook-id': id, 'webhook-timestamp': String(timestamp), 'webhook-signature': signatures.join(' ') };
}
