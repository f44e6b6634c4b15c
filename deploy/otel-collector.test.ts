import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

type Parts = Record<string, unknown>;
type Collector = {
  receivers: Parts;
  processors: Parts & { tail_sampling: { policies: unknown[] } };
  exporters: Parts;
  extensions: Parts;
  service: { extensions: string[]; pipelines: Record<string, Record<'receivers' | 'processors' | 'exporters', string[]>> };
};

const read = (name: string) => readFileSync(new URL(name, import.meta.url), 'utf8');
const collector = parse(read('otel-collector.yml')) as Collector;
/** All values that stand under `name`, however deep. */
const under = (value: unknown, name: string): unknown[] =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).flatMap(([key, each]) => [...(key === name ? [each] : []), ...under(each, name)])
    : [];

test('every part that a pipeline names is there, and every part is used', () => {
  const pipelines = Object.values(collector.service.pipelines);
  for (const kind of ['receivers', 'processors', 'exporters'] as const) {
    const used = new Set(pipelines.flatMap((pipeline) => pipeline[kind]));
    expect([...used].sort(), kind).toEqual(Object.keys(collector[kind]).sort());
  }
  expect(collector.service.extensions).toEqual(Object.keys(collector.extensions));
});

test('memory is limited first, whole traces are looked at before they are bundled', () => {
  expect(collector.service.pipelines.traces!.processors).toEqual(['memory_limiter', 'tail_sampling', 'batch']);
});

test('it asks for what our spans say, and for every way in which a checkout can end', () => {
  const keys = under(collector.processors.tail_sampling.policies, 'key') as string[];
  const said = ['../gateway/request-span.ts', '../kit/saga-runner.ts'].map(read).join();
  expect(new Set(keys).size).toBe(3);
  for (const key of keys) expect(said).toContain(`'${key}'`);
  const outcomes = under(collector.processors.tail_sampling.policies, 'values').flat();
  const result = read('../subgraphs/checkout/schema.graphql').match(/union CheckoutResult\s*=([\w\s|]+)/)![1]!;
  // one that went well is kept by chance
  const others = (result.match(/\bCheckout\w+/g) ?? []).filter((name) => name !== 'CheckoutCompleted');
  expect(others.length).toBe(4);
  expect(outcomes).toEqual(expect.arrayContaining([...others, 'checkout', 'ratio']));
});
