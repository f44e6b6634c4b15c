import { TimedOut } from './deadline.ts';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ENOTFOUND',
  'EHOSTUNREACH',
  'ETIMEDOUT',
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
]);

/** Whether a fault is that nobody has answered, and how; null when somebody did, however rudely. */
export function silenceOf(error: unknown): 'timeout' | 'unreachable' | null {
  const code = (error as { code?: string } | null)?.code ?? '';
  if (error instanceof TimedOut || code === 'ABORT_ERR') return 'timeout';
  return UNREACHABLE.has(code) ? 'unreachable' : null;
}
