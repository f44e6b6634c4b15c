import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { metrics } from '../kit/telemetry.ts';
import { limitsOf } from './subgraph-limits.ts';
import { testGateway } from './testing/gateway.ts';

const TIMEOUT = 200;
let g: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  g = await testGateway({
    config: { limitsOf: (name) => ({ ...limitsOf(name), read: { ...limitsOf(name).read, timeoutMs: TIMEOUT } }) },
  });
});
afterAll(() => g.close());
afterEach(() => {
  g.stubs.before = {};
  g.stubs.asked.length = 0;
  g.lines.length = 0;
});

const PAGE = '{ product(slug: "shirt") { title inStock variants { sku price { amount } availability { status } } } }';
const subgraphs = () => g.stubs.asked.map(({ name }) => name);

describe('one question, several contexts', () => {
  test('a product page asks the catalog, then inventory for product and variants', async () => {
    expect(await g.shop(PAGE)).toMatchObject({
      status: 200,
      data: {
        product: {
          title: 'Shirt',
          inStock: true,
          variants: [{ sku: 'SKU-1', price: { amount: '19.90' }, availability: { status: 'IN_STOCK' } }],
        },
      },
    });
    expect(subgraphs()).toEqual(['catalog', 'inventory', 'inventory']);
  });

  test('an order takes its payment by the grant that orders gave, which no client sees', async () => {
    const { data } = await g.shop('{ order(id: "o1") { number payment { status } } }');
    expect(data).toEqual({ order: { number: '1001', payment: { status: 'CAPTURED' } } });
    expect(g.stubs.asked.find(({ name }) => name === 'payments')?.variables).toEqual({
      representations: [{ __typename: 'Order', id: 'o1', access: 'grant' }],
    });
    expect((await g.shop('{ order(id: "o1") { access } }')).status).toBe(400);
  });

  test('time of each fetch is measured', async () => {
    await g.shop(PAGE);
    expect(await metrics.metrics()).toMatch(/holdfast_subgraph_seconds_count\{subgraph="inventory",outcome="ok"\} \d/);
  });
});

describe('a context that does not answer', () => {
  const faults: [string, () => unknown][] = [
    ['is down', () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:5432, select secret from stock'))],
    [
      'throws',
      () => {
        throw new Error('at /srv/app/node_modules/x.js:1');
      },
    ],
    ['hangs', () => new Promise(() => {})],
  ];
  test.each(faults)('costs its fields and not the page when it %s', async (_, fault) => {
    g.stubs.before.inventory = fault;
    const began = Date.now();
    const answer = await g.shop(PAGE);
    expect(Date.now() - began).toBeLessThan(TIMEOUT * 10);
    expect(answer).toMatchObject({
      status: 200,
      data: { product: { title: 'Shirt', inStock: null, variants: [{ sku: 'SKU-1', availability: null }] } },
    });
    for (const error of answer.errors ?? [])
      expect(error).toEqual({
        message: 'inventory cannot be asked just now.',
        extensions: { code: 'SUBGRAPH_UNAVAILABLE', fault: expect.any(String) },
      });
    expect(answer.text).not.toMatch(/10\.1\.2\.3|select|node_modules|valueCompletion/);
  });

  test('leaves in the log what the client is given the id of', async () => {
    g.stubs.before.inventory = faults[0]![1];
    const answer = await g.shop(PAGE);
    const [fault] = answer.errors!.map(({ extensions }) => extensions.fault);
    expect(g.lines.find((line) => line.fault === fault)).toMatchObject({
      trace_id: answer.headers.get('x-trace-id'),
      subgraph: 'inventory',
      err: { message: expect.stringContaining('ECONNREFUSED') },
    });
  });

  test('may be one that this process has no way to at all', async () => {
    g.stubs.before.catalog = () => g.stubs.transport.peer('nowhere');
    expect((await g.shop('{ categories { id } }')).errors?.[0]?.extensions.code).toBe('SUBGRAPH_UNAVAILABLE');
  });
});

describe('what a subgraph reports', () => {
  test('reaches the client as message, path and code, without what it carries besides', async () => {
    const extensions = {
      code: 'BAD_USER_INPUT',
      stacktrace: ['at x'],
      sql: 'select 1',
      serviceName: 'catalog',
      host: 'db-1',
      http: { status: 503 },
    };
    g.stubs.before.catalog = () => ({
      data: { product: null },
      errors: [{ message: 'first is 100 at most.', path: ['product'], locations: [{ line: 1, column: 1 }], extensions }],
    });
    const answer = await g.shop('{ product(slug: "a") { id } }');
    expect(answer).toMatchObject({ status: 200, data: { product: null } });
    expect(answer.errors).toEqual([{ message: 'first is 100 at most.', path: ['product'], extensions: { code: 'BAD_USER_INPUT' } }]);
  });

  test('stands at its place in the whole answer, with the fault id that the subgraph logged', async () => {
    g.stubs.before.inventory = ({ query }) =>
      query.includes('availability') && {
        data: { _entities: [null] },
        errors: [
          {
            message: 'Something went wrong on our side (f1).',
            path: ['_entities', 0, 'availability'],
            extensions: { code: 'INTERNAL_SERVER_ERROR', fault: 'f1' },
          },
        ],
      };
    expect((await g.shop(PAGE)).errors).toEqual([
      {
        message: 'Something went wrong on our side (f1).',
        path: ['product', 'variants', 0, 'availability'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', fault: 'f1' },
      },
    ]);
  });

  test('and a null where none may be, that nobody reports, is reported by the gateway', async () => {
    g.stubs.before.catalog = ({ query }) => query.includes('_entities') && { data: { _entities: [null] } };
    const answer = await g.shop('{ products { nodes { title } } }');
    const { extensions } = answer.errors![0]!;
    expect(answer).toMatchObject({
      status: 200,
      data: { products: null },
      errors: [{ path: ['products', 'nodes', 0, 'title'], extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(g.lines.some((line) => line.fault === extensions.fault)).toBe(true);
    expect(answer.text).not.toContain('valueCompletion');
  });

  test('no plan is shown, whoever asks for it', async () => {
    const asking = { 'apollo-query-plan-experimental': '1', 'apollo-query-plan-experimental-format': 'internal' };
    expect((await g.shop('{ categories { id } }', {}, asking)).text.trim()).toBe('{"data":{"categories":[]}}');
  });

  test('and an answer that fits no schema is a fault of ours: masked, with an id that is in the log', async () => {
    g.stubs.before.catalog = () => ({ data: { categories: 'select * from secrets' } });
    const answer = await g.shop('{ categories { id } }');
    const { message, extensions } = answer.errors![0]!;
    expect(message).toBe(`Something went wrong on our side (${extensions.fault}).`);
    expect(answer.text).not.toContain('secrets');
    expect(g.lines.find((line) => line.fault === extensions.fault)).toMatchObject({ trace_id: answer.headers.get('x-trace-id') });
  });
});
