import { type DestinationStream, type Logger, type LoggerOptions, pino } from 'pino';
import { faultOf } from './fault.ts';
import { shownInLog } from './log-fields.ts';
import { traceIdNow } from './trace.ts';

export type Log = Logger;

/**
 * One line of JSON an event. What must never be in it cannot get in, whoever writes it: only fields that are known by name (log-fields.ts), and
 * of an error only what faultOf tells of it.
 */
export function createLog(level: string, bindings: Record<string, unknown> = {}, to?: DestinationStream): Log {
  const options: LoggerOptions = {
    level,
    base: { pid: process.pid, ...bindings },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { log: shownInLog },
    serializers: { err: faultOf },
    mixin: () => {
      const trace_id = traceIdNow();
      return trace_id === undefined ? {} : { trace_id };
    },
    hooks: {
      // where nothing else is said, the message of an error would be taken for that of the line
      logMethod([about, message = 'something failed'], method) {
        if (typeof about !== 'object') method.call(this, about);
        else method.call(this, about instanceof Error ? { err: about } : about, message);
      },
    },
  };
  return to ? pino(options, to) : pino(options);
}
