import { z } from 'zod';
import { rules } from '../kit/config.ts';

const ADDRESS = rules.url('http:', 'https:').optional();
const SAMPLERS = [
  'always_on',
  'always_off',
  'traceidratio',
  'parentbased_always_on',
  'parentbased_always_off',
  'parentbased_traceidratio',
] as const;

/** OpenTelemetry's own variables, as far as it is we who read them; the others (headers, time-outs, resource) the SDK reads. */
export const TRACE_VARIABLES = {
  OTEL_SDK_DISABLED: { schema: z.enum(['true', 'false'], 'must be true or false').default('false'), example: 'true' },
  OTEL_TRACES_EXPORTER: {
    schema: z.enum(['otlp', 'console', 'none'], 'must be otlp, console or none').optional(),
    example: 'otlp',
  },
  OTEL_EXPORTER_OTLP_ENDPOINT: { schema: ADDRESS, example: 'http://127.0.0.1:4318' },
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: { schema: ADDRESS, example: 'http://127.0.0.1:4318/v1/traces' },
  OTEL_EXPORTER_OTLP_PROTOCOL: {
    schema: z.enum(['http/protobuf', 'http/json'], 'must be http/protobuf or http/json').default('http/protobuf'),
    example: 'http/json',
  },
  OTEL_TRACES_SAMPLER: {
    schema: z.enum(SAMPLERS, `must be one of ${SAMPLERS.join(', ')}`).default('parentbased_always_on'),
    example: 'parentbased_traceidratio',
  },
  OTEL_TRACES_SAMPLER_ARG: {
    schema: z.coerce.number('must be a number').min(0, 'must be at least 0').max(1, 'must be at most 1').default(1),
    example: '0.05',
  },
  OTEL_BSP_MAX_QUEUE_SIZE: { schema: rules.integer(1, 1_000_000).default(8_192), example: '32768' },
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: { schema: rules.integer(1, 100_000).default(1_024), example: '4096' },
  OTEL_BSP_SCHEDULE_DELAY: { schema: rules.integer(1, 600_000).default(2_000), example: '5000' },
} as const;

type Values = { [K in keyof typeof TRACE_VARIABLES]: z.output<(typeof TRACE_VARIABLES)[K]['schema']> };

/** Null unless somebody has said where traces go; `none` has them go nowhere, and their ids into the log of all who take part. */
export function traceSettings(values: Values) {
  const exporter =
    values.OTEL_TRACES_EXPORTER ?? (values.OTEL_EXPORTER_OTLP_ENDPOINT || values.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT ? 'otlp' : null);
  if (exporter === null || values.OTEL_SDK_DISABLED === 'true') return null;
  return {
    exporter,
    protocol: values.OTEL_EXPORTER_OTLP_PROTOCOL,
    sampler: values.OTEL_TRACES_SAMPLER,
    ratio: values.OTEL_TRACES_SAMPLER_ARG,
    queue: {
      size: values.OTEL_BSP_MAX_QUEUE_SIZE,
      batch: values.OTEL_BSP_MAX_EXPORT_BATCH_SIZE,
      delayMs: values.OTEL_BSP_SCHEDULE_DELAY,
    },
  };
}
