import { context, diag, DiagLogLevel } from '@opentelemetry/api';
import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks';
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto';
import { defaultResource, detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, ConsoleSpanExporter, RandomIdGenerator, type SpanExporter, TracerProvider } from '@opentelemetry/sdk-trace';
import type { Log } from './log.ts';
import { traceBy, wanted } from './trace.ts';
import { tracesSampler } from './trace-sampler.ts';

export type TraceSettings = {
  /** Which part of the shop this process is. */
  service: string;
  exporter: 'otlp' | 'console' | 'none';
  protocol: 'http/json' | 'http/protobuf';
  /** As OTEL_TRACES_SAMPLER names them. */
  sampler: string;
  /** For the samplers that are called `traceidratio`. */
  ratio: number;
  /** Spans that may wait, spans that are sent at once, and after how many milliseconds they are. */
  queue: { size: number; batch: number; delayMs: number };
};

/**
 * From here on this process traces what it does. Must come before pools are opened. Addresses, headers, time-outs and attributes of the resource
 * are read by the SDK from the variables that OpenTelemetry names.
 */
export function exportTraces(settings: TraceSettings, log: Log): { close(): Promise<void> } {
  const unsent = (text: string) => log.warn({ reason: text.slice(0, 200) }, 'traces cannot be sent');
  diag.setLogger({ error: unsent, warn: unsent, info: quiet, debug: quiet, verbose: quiet }, DiagLogLevel.WARN);
  const exporter = exporterOf(settings);
  const { size, batch, delayMs } = settings.queue;
  const ids = new RandomIdGenerator();
  const provider = new TracerProvider({
    resource: defaultResource()
      .merge(resourceFromAttributes({ 'service.name': settings.service, 'service.namespace': 'holdfast', 'process.pid': process.pid }))
      .merge(detectResources({ detectors: [envDetector] })),
    sampler: tracesSampler(settings.sampler, settings.ratio),
    // a request has its id before it has a span: it is in the answer's header, and in the log
    idGenerator: { generateTraceId: () => wanted.traceId ?? ids.generateTraceId(), generateSpanId: () => ids.generateSpanId() },
    spanProcessors: exporter
      ? [new BatchSpanProcessor({ exporter, maxQueueSize: size, maxExportBatchSize: Math.min(batch, size), scheduledDelayMillis: delayMs })]
      : [],
  });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  traceBy(provider.getTracer('holdfast'));
  return {
    async close() {
      await provider.shutdown();
    },
  };
}

const quiet = () => {};

function exporterOf({ exporter, protocol }: TraceSettings): SpanExporter | null {
  if (exporter === 'none') return null;
  if (exporter === 'console') return new ConsoleSpanExporter();
  return protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter();
}
