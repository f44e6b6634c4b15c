import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  ROOT_CONTEXT,
  type Span,
  type SpanContext,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
  type Tracer,
} from '@opentelemetry/api';
import { type Fault, faultOf } from './fault.ts';

/**
 * Spans by hand, at the few places that all traffic passes. Nothing here costs more than a look at one variable while nothing is traced,
 * and hardly more in a trace that is not sampled. What is written into a span is named by us: never a value that came from outside.
 */
let tracer: Tracer | null = null;

/** Said once, at the start of the process (kit/trace-export.ts). */
export function traceBy(by: Tracer | null): void {
  tracer = by;
}
export const isTracing = (): boolean => tracer !== null;

/** Runs `work` as a span of the trace that is under way; where there is none, or it is not sampled, `work` is simply run. */
export function traced<T>(name: string, attributes: Attributes, work: () => Promise<T>, kind: SpanKind = SpanKind.INTERNAL): Promise<T> {
  if (!tracer) return work();
  const parent = trace.getSpanContext(context.active());
  return parent && isSampled(parent) ? within(tracer.startSpan(name, { attributes, kind }), work) : work();
}

/** The same for what goes to somebody who is not of the shop. */
export const tracedOutside = <T>(name: string, attributes: Attributes, work: () => Promise<T>): Promise<T> =>
  traced(name, attributes, work, SpanKind.CLIENT);

/** Runs `work` in the trace that `traceparent` names; where it names none, in that which is under way. */
export function continued<T>(traceparent: unknown, work: () => T): T {
  const from = tracer && spanContextOf(traceparent);
  return from ? context.with(trace.setSpanContext(ROOT_CONTEXT, from), work) : work();
}

/** The trace that is under way, in W3C's words, for whoever goes on with it; null where there is none. */
export function traceparent(): string | null {
  const now = tracer && trace.getSpanContext(context.active());
  return now ? `00-${now.traceId}-${now.spanId}-0${now.traceFlags & TraceFlags.SAMPLED}` : null;
}

/** The id of the trace that is under way: for the log. */
export const traceIdNow = (): string | undefined => (tracer ? trace.getSpanContext(context.active())?.traceId : undefined);

/** Says more of the span that is under way. */
export function describe(attributes: Attributes, failed?: string): void {
  const span = tracer && trace.getActiveSpan();
  if (!span) return;
  span.setAttributes(attributes);
  if (failed !== undefined) span.setStatus({ code: SpanStatusCode.ERROR, message: failed });
}

export type Root = { name: string; traceId: string; traceparent: unknown; attributes: Attributes; keep: boolean };

/** Where a request comes in, what is known of it before it is sampled: `keep`, whatever the ratio. */
export const COMES_IN = createContextKey('holdfast: a request comes in');
/** The id that the next trace is to have. */
export const wanted: { traceId: string | null } = { traceId: null };

/**
 * The first span of a request from outside. A caller's trace is gone on with, and nothing else of it counts: whether it is sampled is for us
 * to say.
 */
export function rooted<T>({ name, traceId, traceparent, attributes, keep }: Root, work: () => Promise<T>): Promise<T> {
  if (!tracer) return work();
  const from = spanContextOf(traceparent);
  const before = from ? trace.setSpanContext(ROOT_CONTEXT, from) : ROOT_CONTEXT;
  wanted.traceId = traceId;
  const span = tracer.startSpan(name, { kind: SpanKind.SERVER, attributes }, before.setValue(COMES_IN, { keep }));
  wanted.traceId = null;
  return within(span, work, ROOT_CONTEXT);
}

/** What is done at once for several: a span in the trace of the first, and one in each of the others that links to it. */
export function tracedTogether<T>(
  traceparents: readonly (string | null | undefined)[],
  name: string,
  attributes: Attributes,
  work: () => Promise<T>,
): Promise<T> {
  if (!tracer) return work();
  const by = tracer;
  const all = [...new Set(traceparents)].flatMap((each) => spanContextOf(each) ?? []);
  const [first, ...others] = all.filter(isSampled);
  if (!first) return context.with(all[0] ? trace.setSpanContext(ROOT_CONTEXT, all[0]) : ROOT_CONTEXT, work);
  const about = { ...attributes, 'holdfast.batch.size': traceparents.length };
  const startIn = (parent: SpanContext, links: SpanContext[]) =>
    by.startSpan(name, { attributes: about, links: links.map((link) => ({ context: link })) }, trace.setSpanContext(ROOT_CONTEXT, parent));
  const span = startIn(first, others);
  const beside = others.map((other) => startIn(other, [span.spanContext()]));
  return within(span, work, ROOT_CONTEXT).finally(() => {
    for (const each of beside) each.end();
  });
}

async function within<T>(span: Span, work: () => Promise<T>, before: Context = context.active()): Promise<T> {
  try {
    return await context.with(trace.setSpan(before, span), work);
  } catch (error) {
    failed(span, error);
    throw error;
  } finally {
    span.end();
  }
}

/** Of what was thrown its kind and code: a message may hold what a customer has written. */
export function failed(span: Span, error: unknown): void {
  const { type, code }: Fault = faultOf(error);
  span.setAttribute('error.type', code ?? type);
  span.setStatus({ code: SpanStatusCode.ERROR });
}

/** A span for what does not end with a promise; null where there is none to be. */
export function startSpan(name: string, attributes: Attributes, kind: SpanKind): Span | null {
  const parent = tracer && trace.getSpanContext(context.active());
  return parent && isSampled(parent) ? tracer!.startSpan(name, { attributes, kind }) : null;
}

const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:$|-)/;
const isSampled = ({ traceFlags }: SpanContext): boolean => (traceFlags & TraceFlags.SAMPLED) !== 0;

function spanContextOf(traceparent: unknown): SpanContext | null {
  const found = typeof traceparent === 'string' ? TRACEPARENT.exec(traceparent) : null;
  return (
    found && { traceId: found[1]!, spanId: found[2]!, traceFlags: Number.parseInt(found[3]!, 16) & TraceFlags.SAMPLED, isRemote: true }
  );
}
