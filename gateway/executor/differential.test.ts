import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { pathToFileURL } from 'node:url';
import { type QueryPlan, QueryPlanner } from '@apollo/query-planner';
import fc from 'fast-check';
import { buildSchema } from 'graphql';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { partCache } from '../../kit/telemetry.ts';
import { newNotes } from '../../kit/notes.ts';
import { createPurges, purgeListeners } from '../../kit/purges.ts';
import type { Transport } from '../../kit/transport.ts';
import { compose } from '../../schema/composition/compose.ts';
import { type SubgraphSdl, readSubgraphs } from '../../schema/composition/subgraphs.ts';
import { withoutAdmin } from '../../schema/composition/without-admin.ts';
import { subgraphAsker } from '../data-source.ts';
import type { AnswerGraph, GraphHttpRequest } from '../graph-answer.ts';
import { createGraphAnswer } from '../graph-endpoint.ts';
import { subgraphGuards } from '../subgraph-guard.ts';
import { limitsOf } from '../subgraph-limits.ts';
import { compiledAnswer } from './compiled-answer.ts';
import { createPartCache, type PartCache } from './part-cache.ts';
import { prepareOperations } from './prepared-operations.ts';
import { comparable, isSame, isSpoiled } from './testing/comparable.ts';
import { FEATURES, Features } from './testing/features.ts';
import { library, SELDOM } from './testing/library.ts';
import { hash, type Mood, madeUpSubgraphs } from './testing/made-up-subgraphs.ts';
import { drawOperation, type Operation } from './testing/operations.ts';

/** Cases for each supergraph. */
const CASES = Number(process.env.DIFFERENTIAL_CASES ?? 400);

const log = pino({ level: 'silent' });
const folder = mkdtempSync(path.join(os.tmpdir(), 'differential-'));
const features = new Features();
const planned = vi.spyOn(QueryPlanner.prototype, 'buildQueryPlan');
afterAll(() => rmSync(folder, { recursive: true }));

/** The same subgraphs asked by @apollo/gateway, and by our own executor; what that leaves to others is counted. */
async function twoExecutors(name: string, subgraphs: SubgraphSdl[]) {
  const { supergraph, api } = compose(subgraphs);
  const made = madeUpSubgraphs(subgraphs);
  const today: { mood: Mood } = { mood: { seed: 0, nulls: 0, errors: 0, holes: 0, down: 0 } };
  const peer = (subgraph: string) => ({
    query: (request: Parameters<typeof made>[1]) => {
      features.fetched(request);
      return made(subgraph, request, today.mood);
    },
  });
  const transport = { peer } as unknown as Pick<Transport, 'peer'>;
  const guardOf = subgraphGuards((each) => ({ ...limitsOf(each), breaker: { failures: Number.MAX_SAFE_INTEGER, openMs: 1 } }), log);
  const file = path.join(folder, `${name}.graphql`);
  writeFileSync(file, supergraph);
  const purges = createPurges();
  const options = {
    audience: 'storefront',
    transport,
    purges,
    log,
    guardOf,
    introspection: true,
    maxCost: Number.POSITIVE_INFINITY,
    // who is made up to be away does not come back
    patienceMs: 0,
  } as const;
  const apollo = await createGraphAnswer({ ...options, supergraph: pathToFileURL(file), executor: 'apollo' });
  const askerOf = (each: string) => subgraphAsker(each, { transport, log, guard: guardOf(each), purges, patienceMs: options.patienceMs });
  const left = { count: 0 };
  const { maxCost } = options;
  const next = (request: GraphHttpRequest) => {
    left.count++;
    return apollo.answer(request);
  };
  const own = compiledAnswer(prepareOperations({ supergraph, askerOf, log }), { maxCost, log, next });
  const listeners = purgeListeners();
  const parts = createPartCache({ maxBytes: 10_000_000, purges: { ...listeners, hears: () => true } });
  // whoever writes into what is kept is told so
  const put = { count: 0 };
  const cache: PartCache = {
    ...parts,
    putRoot: (key, tree, reading) => {
      put.count++;
      parts.putRoot(key, frozen(tree), reading);
    },
    putEntities: (entities, reading) => {
      put.count++;
      parts.putEntities(entities, reading);
    },
  };
  const keeping = compiledAnswer(
    prepareOperations({ supergraph, askerOf, log, kept: { cache, judge: (query) => (hash(query) % 5 === 0 ? 'never' : 'until purged') } }),
    { maxCost, log, next: apollo.answer },
  );
  return { schema: buildSchema(api), apollo, own, keeping, put, forget: () => listeners.tell('all'), left, today };
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) for (const each of Object.values(Object.freeze(value))) frozen(each);
  return value;
}

function requestFor({ query, operationName, variables }: Operation): GraphHttpRequest {
  const json = { query, variables, ...(operationName !== undefined && { operationName }) };
  const headers = { 'content-type': 'application/json' };
  const identity = { audience: 'storefront', customerId: null, staff: null, traceId: 'x' } as const;
  return { method: 'POST', headers, search: '', body: { text: '', json }, context: { identity, notes: newNotes() } };
}

const rate = (max: number) => fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.integer({ min: 1, max }) });
const mood: fc.Arbitrary<Mood> = fc.record({ seed: fc.nat(1_000_000), nulls: rate(25), errors: rate(15), holes: rate(30), down: rate(25) });

const SUPERGRAPHS: Record<string, () => SubgraphSdl[]> = {
  storefront: () => withoutAdmin(readSubgraphs()),
  admin: readSubgraphs,
  library,
};

const seldom = (name: string) =>
  fc.oneof({ weight: 5, arbitrary: fc.constant(null) }, { weight: name === 'library' ? 1 : 0, arbitrary: fc.constantFrom(...SELDOM) });

/** Plans over the library are looked for among many. */
const SIZES: Record<string, { fields: number; depth: number }> = { library: { fields: 12, depth: 4 } };

describe.each(Object.keys(SUPERGRAPHS))('over the supergraph %s', (name) => {
  let world: Awaited<ReturnType<typeof twoExecutors>>;
  beforeAll(async () => {
    world = await twoExecutors(name, SUPERGRAPHS[name]!());
  });
  afterAll(() => world.apollo.stop());
  afterEach(() => planned.mockClear());

  test('whatever is asked, both executors answer the same', { timeout: 3_600_000 }, async () => {
    const plans = new Map<string, QueryPlan | undefined>();
    const answers = async (answer: AnswerGraph, operation: Operation) => comparable(await answer(requestFor(operation)));
    await fc.assert(
      fc.asyncProperty(mood, seldom(name), fc.gen(), async (drawn, fixed, gen) => {
        world.today.mood = drawn;
        const operation = fixed
          ? { query: fixed, variables: {} }
          : drawOperation(world.schema, gen, SIZES[name] ?? { fields: 40, depth: 6 });
        planned.mockClear();
        const [theirs, ours] = [await answers(world.apollo.answer, operation), await answers(world.own, operation)];
        // what was asked before is not planned again
        const plan = planned.mock.results[0]?.value ?? plans.get(operation.query);
        plans.set(operation.query, plan);
        features.saw(operation, plan, theirs);
        const leftOne = world.left.count;
        world.left.count = 0;
        // it leaves to others what the planner cannot plan, and nothing else
        if (
          (!isSpoiled(plan) && !isSame(theirs, ours, operation, world.schema, name === 'library')) ||
          (leftOne > 0 && theirs.status === 200)
        )
          throw new Error(difference(operation, drawn, plan, theirs, ours));
        world.forget();
        world.put.count = 0;
        for (const time of ['the first', 'the second', 'the third']) {
          if (time !== 'the first' && world.put.count === 0) break;
          const kept = await answers(world.keeping, operation);
          if (!isDeepStrictEqual(kept, ours))
            throw new Error(`${time} time with kept entities\n${difference(operation, drawn, plan, ours, kept)}`);
        }
      }),
      { numRuns: CASES, endOnFailure: process.env.DIFFERENTIAL_SHRINK === undefined },
    );
  });
});

const difference = (operation: Operation, mood: Mood, plan: unknown, theirs: unknown, ours: unknown): string =>
  [
    operation.query,
    `variables ${JSON.stringify(operation.variables)}, ${JSON.stringify(mood)}`,
    `plan   ${JSON.stringify(plan, (key, value) => (key === 'operationDocumentNode' ? undefined : value))}`,
    `apollo ${JSON.stringify(theirs)}`,
    `ours   ${JSON.stringify(ours)}`,
  ].join('\n');

test.each(['root', 'entity'])('parts that were kept (%s): were among what was answered', async (part) => {
  const { values } = await partCache.get();
  expect(values.find(({ labels }) => labels.part === part && labels.outcome === 'hit')?.value).toBeGreaterThan(100);
});

test.each(FEATURES)('%s: was among what was asked', (feature) => {
  expect(features.count(feature)).toBeGreaterThan(0);
});
