import { type Context, ROOT_CONTEXT, trace, TraceFlags } from '@opentelemetry/api';
import { AlwaysOffSampler, AlwaysOnSampler, type Sampler, SamplingDecision, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace';
import { COMES_IN } from './trace.ts';

/**
 * It is decided once, where a request comes in: what is to be kept is kept, of the rest the usual variables say how many. Whatever goes on with
 * a trace (other processes, jobs, recovery) follows; a caller from outside decides nothing, `parentbased_` or not.
 */
export function tracesSampler(name: string, ratio: number): Sampler {
  const rest = samplerOf(name.replace('parentbased_', ''), ratio);
  const decided = (isSampled: boolean) => ({
    decision: isSampled ? SamplingDecision.RECORD_AND_SAMPLED : SamplingDecision.NOT_RECORD,
  });
  return {
    shouldSample(context: Context, traceId, ...about) {
      const comesIn = context.getValue(COMES_IN) as { keep: boolean } | undefined;
      if (comesIn) return comesIn.keep ? decided(true) : rest.shouldSample(ROOT_CONTEXT, traceId, ...about);
      return decided(((trace.getSpanContext(context)?.traceFlags ?? 0) & TraceFlags.SAMPLED) !== 0);
    },
    toString: () => `checkouts, and of the rest ${rest.toString()}`,
  };
}

const samplerOf = (name: string, ratio: number): Sampler =>
  name === 'always_off' ? new AlwaysOffSampler() : name === 'traceidratio' ? new TraceIdRatioBasedSampler(ratio) : new AlwaysOnSampler();
