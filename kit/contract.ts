import type { z } from 'zod';

/** A verb of a context: one transaction that changes it, or one question that it answers. */
export type CommandSpec = { input: z.ZodType; output: z.ZodType; deadlineMs?: number };

/** Zod in, zod out; refusals are part of the output (`orRefused`). `deadlineMs` for what may take longer than is usual. */
export const command = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O, { deadlineMs }: { deadlineMs?: number } = {}) => ({
  input,
  output,
  ...(deadlineMs && { deadlineMs }),
});

/** All of a context that others may know: what it can be asked for, and what it says has happened. */
export type Contract = {
  name: string;
  commands: Record<string, CommandSpec>;
  events: Record<string, z.ZodType>;
};

export function defineContract<
  const C extends Record<string, CommandSpec>,
  const E extends Record<string, z.ZodType> = Record<never, z.ZodType>,
>(name: string, parts: { commands: C; events?: E }): { name: string; commands: C; events: E } {
  return { name, commands: parts.commands, events: parts.events ?? ({} as E) };
}

/** What a caller holds: functions, whichever process answers them. */
export type Client<C extends Contract> = {
  [K in keyof C['commands']]: (input: z.input<C['commands'][K]['input']>) => Promise<z.output<C['commands'][K]['output']>>;
};

/** What the context itself writes: one function a command. */
export type Handlers<C extends Contract> = {
  [K in keyof C['commands']]: (input: z.output<C['commands'][K]['input']>) => Promise<z.input<C['commands'][K]['output']>>;
};

/** An event on its way. `version` orders the events of one aggregate; consumers ignore what is older than they know. */
export type EventEnvelope<T = unknown> = {
  eventId: string;
  /** `<context>.<Event>` */
  type: string;
  aggregateId: string;
  version: number;
  /** RFC 3339, the producer's database time. */
  occurredAt: string;
  /** The trace of the command that tells of it (W3C's `traceparent`), where there was one. */
  trace?: string | null;
  payload: T;
};
