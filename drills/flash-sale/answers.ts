import type { Heard } from './client.ts';

/** An answer's data by root field. */
export type Data = Record<string, unknown>;
export type Answer =
  | { outcome: 'ok'; data: Data }
  /** Told to come later. */
  | { outcome: 'shed'; retryAfterMs: number }
  | { outcome: 'failed'; kind: string; about: string };

type Body = { data?: Data | null; errors?: { message: string; extensions?: { code?: string; retryAfterMs?: number } }[] };

const RETRY_MS = 1_000;
/** An error that says when to come again has done nothing: it is a 429 in another coat. */
const BUSY = new Set(['OVERLOADED', 'RATE_LIMITED']);

/** What was heard, as a client that trusts nobody reads it. Pure. */
export function answerOf(heard: Heard): Answer {
  if ('fault' in heard) return { outcome: 'failed', kind: heard.fault, about: '' };
  const { status, body, retryAfterMs } = heard;
  if (status === 429) return { outcome: 'shed', retryAfterMs: retryAfterMs ?? RETRY_MS };
  const read = parsed(body);
  if (status !== 200 || !read) return { outcome: 'failed', kind: `HTTP ${status}`, about: body };
  const [error] = read.errors ?? [];
  if (error?.extensions?.code && BUSY.has(error.extensions.code))
    return { outcome: 'shed', retryAfterMs: error.extensions.retryAfterMs ?? RETRY_MS };
  if (error || !read.data) return { outcome: 'failed', kind: error?.extensions?.code ?? 'errors', about: body };
  return { outcome: 'ok', data: read.data };
}

function parsed(body: string): Body | null {
  try {
    return JSON.parse(body) as Body;
  } catch {
    return null;
  }
}
