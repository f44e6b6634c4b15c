import { pino, type Logger } from 'pino';

export type Log = Logger;

/** One line of JSON an event. What must never be in it is cut here, whoever writes it. */
export function createLog(level: string, bindings: Record<string, unknown> = {}): Log {
  return pino({
    level,
    base: { pid: process.pid, ...bindings },
    timestamp: pino.stdTimeFunctions.isoTime,
    redact: { paths: ['*.email', '*.password', '*.accessToken', '*.clientSecret', 'email', 'authorization'], censor: '[cut]' },
  });
}
