import { context } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { batched } from './batch.ts';
import { continued, describe as tell, isTracing, rooted, traceBy, traced, traceIdNow, traceparent, wanted } from './trace.ts';
import { tracesSampler } from './trace-sampler.ts';

const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const from = (trace: string, flags: string) => `00-${trace}-00f067aa0ba902b7-${flags}`;
const coming = { name: 'query product', traceId: TRACE, traceparent: undefined as string | undefined, attributes: {}, keep: false };

test('where nothing is traced, work is done and nothing else', async () => {
  expect(isTracing()).toBe(false);
  const work = async () => [traceparent(), traceIdNow()];
  expect(await rooted({ ...coming, keep: true }, () => traced('step', {}, work))).toEqual([null, undefined]);
  expect(await continued(from(TRACE, '01'), work)).toEqual([null, undefined]);
});

describe('traced', () => {
  const exporter = new InMemorySpanExporter();
  const begin = (sampler: string, ratio = 1) => {
    const provider = new TracerProvider({
      sampler: tracesSampler(sampler, ratio),
      idGenerator: {
        generateTraceId: () => wanted.traceId ?? 'f'.repeat(32),
        generateSpanId: () => Math.random().toString(16).slice(2).padEnd(16, '0').slice(0, 16),
      },
      spanProcessors: [new SimpleSpanProcessor({ exporter })],
    });
    traceBy(provider.getTracer('test'));
  };
  beforeEach(() => void context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable()));
  afterEach(() => {
    traceBy(null);
    context.disable();
    exporter.reset();
  });
  const spans = () => exporter.getFinishedSpans();

  test('a request has the id that its answer names, and what it causes hangs below it', async () => {
    begin('always_on');
    expect(await rooted(coming, () => traced('step', {}, async () => traceIdNow()))).toBe(TRACE);
    const [step, root] = spans();
    expect([root!.spanContext().traceId, root!.parentSpanContext, step!.parentSpanContext?.spanId]).toEqual([
      TRACE,
      undefined,
      root!.spanContext().spanId,
    ]);
  });

  test.each(['traceidratio', 'parentbased_traceidratio', 'always_off', 'parentbased_always_off'])(
    'by %s at 0 a checkout is kept and nothing else, whatever the caller says',
    async (sampler) => {
      begin(sampler, 0);
      for (const flags of ['00', '01']) {
        const work = () => traced('step', {}, async () => traceIdNow());
        expect(await rooted({ ...coming, traceparent: from(TRACE, flags) }, work)).toBe(TRACE);
        expect(spans()).toEqual([]);
        await rooted({ ...coming, traceparent: from(TRACE, flags), keep: true }, work);
        expect(spans().map(({ name }) => name)).toEqual(['step', 'query product']);
        expect(spans()[1]!.parentSpanContext?.spanId).toBe('00f067aa0ba902b7');
        exporter.reset();
      }
    },
  );

  test('whoever goes on with a trace follows what was decided', async () => {
    begin('always_on');
    await continued(from(TRACE, '00'), () => traced('unsampled', {}, async () => expect(traceparent()).toBe(from(TRACE, '00'))));
    await continued(from(TRACE, '01'), () => traced('sampled', {}, async () => {}));
    await continued('nonsense', () => traced('of nobody', {}, async () => {}));
    expect(spans().map(({ name }) => name)).toEqual(['sampled']);
  });

  test('what is done for several at once is in the trace of each, and links', async () => {
    begin('always_on');
    const seen: (string | null)[][] = [];
    const ask = batched(async (inputs: number[], traces) => {
      seen.push(traces);
      return traced('statement', {}, async () => inputs);
    });
    const traces = ['1'.repeat(32), '2'.repeat(32), '3'.repeat(32)];
    const flags = ['01', '01', '00'];
    await Promise.all(traces.map((trace, i) => continued(from(trace, flags[i]!), () => ask(i))));
    expect(seen).toEqual([traces.map((trace, i) => from(trace, flags[i]!))]);
    const firstOf = ({ traceId }: { traceId: string }) => traceId[0];
    const told = spans().map((span) => [span.name, firstOf(span.spanContext()), span.links.map((link) => firstOf(link.context))]);
    expect(told).toEqual([
      ['statement', '1', []],
      ['batch', '1', ['2']],
      ['batch', '2', ['1']],
    ]);
  });

  test('of what fails the kind is told, and not the words', async () => {
    begin('always_on');
    const failing = async () => {
      tell({ known: true }, 'PAYMENT_DECLINED');
      throw Object.assign(new SyntaxError('ada@example.com'), { code: 'E_BAD' });
    };
    await expect(rooted(coming, failing)).rejects.toThrow('ada@example.com');
    expect(JSON.stringify(spans().map(({ attributes, status, events }) => ({ attributes, status, events })))).not.toContain('ada');
    expect(spans()[0]).toMatchObject({ attributes: { known: true, 'error.type': 'E_BAD' }, status: { code: 2 } });
  });
});
