import { getIntrospectionQuery } from 'graphql';
import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ADMIN_KEY, testGateway } from './testing/gateway.ts';
import { wire } from './testing/wire.ts';

let g: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  g = await testGateway();
});
afterAll(() => g.close());
beforeEach(() => {
  g.stubs.asked.length = 0;
});

const codes = (answer: { errors?: { extensions: { code: string } }[] }) => answer.errors?.map(({ extensions }) => extensions.code);
const CREATE = 'mutation ($input: CartCreateInput!) { cartCreate(input: $input) { cart { id } } }';
const DOUBLING = Array.from({ length: 30 }, (_, i) => `fragment F${i} on Query { ...F${i + 1} ...F${i + 1} }`).join(' ');
const DEAR = 'query ($n: Int!) { products(first: $n) { nodes { variants { product { variants { product { variants { id } } } } } } } }';
const json = { 'content-type': 'application/json' };

test('the graphql-http audit finds no error; the warnings are the three about 200 for broken requests', async () => {
  const results = await Promise.all(serverAudits({ url: `${g.url}/graphql` }).map((audit) => audit.fn()));
  const by = (status: string) => results.filter((result) => result.status === status).map(({ name }) => name);
  expect(results.length).toBeGreaterThan(50);
  expect(by('error')).toEqual([]);
  expect(by('warn')).toHaveLength(3);
  expect(by('warn').every((name) => /SHOULD use .*200.* failure/.test(name))).toBe(true);
});

describe('a request that is broken costs no subgraph anything', () => {
  const cases: [string, () => ReturnType<typeof g.send>, number, string][] = [
    ['broken JSON', () => g.post('/graphql', '{"query":'), 400, 'BAD_REQUEST'],
    ['an empty body', () => g.send('/graphql', { method: 'POST', headers: json }), 400, 'BAD_REQUEST'],
    ['no query', () => g.post('/graphql', { query: '' }), 400, 'BAD_REQUEST'],
    ['a batch', () => g.post('/graphql', [{ query: '{__typename}' }]), 400, 'BAD_REQUEST'],
    ['variables as text', () => g.post('/graphql', { query: '{__typename}', variables: '{}' }), 400, 'BAD_REQUEST'],
    ['__proto__ in variables', () => g.post('/graphql', '{"query":"{__typename}","variables":{"__proto__":{"a":1}}}'), 400, 'BAD_REQUEST'],
    ['a body over 100 kB', () => g.post('/graphql', { query: `{${'a'.repeat(100_000)}}` }), 413, 'BAD_REQUEST'],
    [
      'a form',
      () =>
        g.send('/graphql', {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          body: 'query=%7B__typename%7D',
        }),
      415,
      'BAD_REQUEST',
    ],
    [
      'plain text',
      () => g.send('/graphql', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{"query":"{__typename}"}' }),
      415,
      'BAD_REQUEST',
    ],
    ['a simple GET, as another site could send', () => g.send('/graphql?query={__typename}'), 400, 'BAD_REQUEST'],
    [
      'a mutation by GET',
      () => g.send(`/graphql?query=${encodeURIComponent('mutation{cartCreate(input:{}){cart{id}}}')}`, { headers: json }),
      405,
      'BAD_REQUEST',
    ],
    ['a syntax error', () => g.shop('{ product('), 400, 'GRAPHQL_PARSE_FAILED'],
    ['an unknown field', () => g.shop('{ nope }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'an operation that is not there',
      () => g.post('/graphql', { query: 'query A { __typename }', operationName: 'B' }),
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
    ['one of two operations, unnamed', () => g.shop('query A { __typename } query B { __typename }'), 400, 'OPERATION_RESOLUTION_FAILURE'],
    ['a field of the admin API', () => g.shop('{ stock(sku: "a") { available } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['depth 40', () => g.shop(`{categories${'{children'.repeat(40)}{id}${'}'.repeat(40)}}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      '40 aliases',
      () => g.shop(`{product(slug:"a"){${Array.from({ length: 40 }, (_, i) => `a${i}:id`).join(' ')}}}`),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      '11 root fields',
      () => g.shop(`{${Array.from({ length: 11 }, (_, i) => `a${i}:__typename`).join(' ')}}`),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['5000 tokens', () => g.shop(`{${'__typename '.repeat(5000)}}`), 400, 'GRAPHQL_PARSE_FAILED'],
    [
      '2^30 fields by fragments',
      () => g.shop(`{...F0} ${DOUBLING} fragment F30 on Query { categories { id } }`),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a cycle of fragments', () => g.shop('{...A} fragment A on Query{...B} fragment B on Query{...A}'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['two operations of one name', () => g.shop('query A { __typename } query A { __typename }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['one directive 200 times', () => g.shop(`{ __typename ${'@skip(if: false) '.repeat(200)}}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['directives that nobody knows', () => g.shop(`{ __typename ${'@a '.repeat(200)}}`), 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      '200 fragments that nobody uses',
      () => g.shop(`{ __typename } ${Array.from({ length: 200 }, (_, i) => `fragment F${i} on Query { __typename }`).join(' ')}`),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'the schema in circles',
      () => g.shop(`{ __schema { types { ${'fields { type { '.repeat(5)}name${' } }'.repeat(5)} } } }`),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'a whole number of 20 digits',
      () => g.shop('{ products(first: 99999999999999999999) { totalCount } }'),
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    ['a list in pages of 101', () => g.shop('{ products(first: 101) { totalCount } }'), 400, 'BAD_USER_INPUT'],
    [
      'a list in pages of -1, by a variable',
      () => g.shop('query ($n: Int!) { products(first: $n) { totalCount } }', { n: -1 }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'a number beyond all',
      () => g.post('/graphql', '{"query":"query($n:Int!){products(first:$n){totalCount}}","variables":{"n":1e400}}'),
      400,
      'BAD_USER_INPUT',
    ],
    ['U+0000 in a literal', () => g.shop('{ product(slug: "a\\u0000") { id } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['U+0000 in a literal, written otherwise', () => g.shop('{ product(slug: "a\\u{0}") { id } }'), 400, 'GRAPHQL_VALIDATION_FAILED'],
    ['U+0000 in a variable', () => g.shop('query ($s: String) { product(slug: $s) { id } }', { s: 'a\u0000' }), 400, 'BAD_USER_INPUT'],
    [
      'U+0000 deep in a variable',
      () => g.shop(CREATE, { input: { lines: [{ variantId: '\u0000', quantity: 1 }] } }),
      400,
      'BAD_USER_INPUT',
    ],
    [
      'U+0000 in a variable by GET',
      () =>
        g.send(
          `/graphql?query=${encodeURIComponent('query ($s: String) { product(slug: $s) { id } }')}&variables=${encodeURIComponent('{"s":"\\u0000"}')}`,
          {
            headers: json,
          },
        ),
      400,
      'BAD_USER_INPUT',
    ],
    ['what costs too much', () => g.shop(DEAR, { n: 100 }), 400, 'COST_ESTIMATED_TOO_EXPENSIVE'],
    ['a quantity that is no Int', () => g.shop(CREATE, { input: { lines: [{ variantId: 'v1', quantity: 1.5 }] } }), 400, 'BAD_USER_INPUT'],
    ['a malformed currency', () => g.shop(CREATE, { input: { currencyCode: 'eur' } }), 400, 'BAD_USER_INPUT'],
    [
      'a malformed currency as a literal',
      () => g.shop('mutation { cartCreate(input: { currencyCode: "eur" }) { cart { id } } }'),
      400,
      'BAD_USER_INPUT',
    ],
    ['a missing variable', () => g.shop(CREATE), 400, 'BAD_USER_INPUT'],
    [
      'variables nested 40,000 deep',
      () => g.post('/graphql', `{"query":"${CREATE}","variables":{"input":{"lines":${'['.repeat(40_000)}${']'.repeat(40_000)}}}}`),
      400,
      'BAD_USER_INPUT',
    ],
  ];
  test.each(cases)('%s', async (_, send, status, code) => {
    const answer = await send();
    expect({ status: answer.status, codes: new Set(codes(answer)) }).toEqual({ status, codes: new Set([code]) });
    expect(answer.text).not.toMatch(/node_modules|\bat .*\.[jt]s:\d+|stacktrace/);
    expect(g.stubs.asked).toEqual([]);
  });

  test('what costs too much says what it costs, and what it may; for less of it there is an answer', async () => {
    const { errors } = await g.shop(DEAR, { n: 100 });
    expect(errors).toEqual([
      {
        message: expect.stringMatching(/^The operation is estimated to cost 122101, and 25000 is the most: /),
        extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated: 122_101, max: 25_000 } },
      },
    ]);
    expect(await g.shop(DEAR, { n: 2 })).toMatchObject({ status: 200, data: { products: { nodes: [expect.anything()] } } });
    expect((await g.shop(DEAR, { n: 100 })).status).toBe(400);
  });

  test('of thousands of wrong variables only the first is named', async () => {
    const lines = Array.from({ length: 2_500 }, () => ({ variantId: 'v1', quantity: 'many' }));
    expect((await g.shop(CREATE, { input: { lines } })).errors).toHaveLength(1);
  });
});

test('a Host that names nothing is a bad request, whoever came before with a good one', async () => {
  const asked = (host: string) => `GET /graphql?query={__typename} HTTP/1.1\r\nhost: ${host}\r\napollo-require-preflight: 1\r\n\r\n`;
  const connection = await wire(g.port);
  for (const host of ['shop:80', 'a b', 'shop:80', '999.999.999.999', '[::1]:80']) await connection.write(asked(host));
  await expect.poll(() => connection.statuses()).toEqual([200, 400, 200, 400, 200]);
  connection.abort();
});

describe('what is allowed', () => {
  test('a text that speaks of U+0000 and has none', async () => {
    expect(await g.shop('query ($s: String) { product(slug: $s) { id } }', { s: '\\u0000' })).toMatchObject({
      status: 200,
      data: { product: { id: 'p1' } },
    });
  });

  test('introspection, whole', async () => {
    const { status, text } = await g.shop(
      getIntrospectionQuery({ specifiedByUrl: true, directiveIsRepeatable: true, schemaDescription: true, inputValueDeprecation: true }),
    );
    expect(status).toBe(200);
    expect(text).not.toMatch(/stockAdjust|productSave|AuditReport/);
  });

  test('a query by GET with a header that no other site can send', async () => {
    expect(await g.send('/graphql?query={__typename}', { headers: { 'apollo-require-preflight': '1' } })).toMatchObject({
      status: 200,
      data: { __typename: 'Query' },
    });
  });

  test('a browser at /graphql is shown the playground', async () => {
    const { status, headers } = await g.send('/graphql', { headers: { accept: 'text/html,*/*' } });
    expect({ status, location: headers.get('location') }).toEqual({ status: 302, location: '/' });
  });
});

describe('a shop that does not show its schema', () => {
  let closed: Awaited<ReturnType<typeof testGateway>>;
  beforeAll(async () => {
    closed = await testGateway({ config: { introspection: false } });
  });
  afterAll(() => closed.close());

  test.each([
    '{ __schema { types { name } } }',
    '{ __type(name: "Product") { name } }',
    '{ ...A } fragment A on Query { s: __schema { description } }',
  ])('%s is refused, by both APIs', async (query) => {
    for (const answer of [await closed.shop(query), await closed.admin(query)])
      expect([answer.status, codes(answer)]).toEqual([400, ['GRAPHQL_VALIDATION_FAILED']]);
  });

  test('nor do its errors name what was not asked for', async () => {
    const asked = (it: typeof g) =>
      Promise.all([
        it.shop('{ produkt(slug: "a") { id } }'),
        it.shop('{ products(sort: PRICE_AS) { totalCount } }'),
        it.shop('query ($s: ProductSort!) { products(sort: $s) { totalCount } }', { s: 'PRICE_AS' }),
        it.admin('{ audits { invariants } }'),
      ]);
    const messages = async (it: typeof g) => (await asked(it)).map(({ errors }) => errors?.[0]?.message);
    expect(await messages(g)).toEqual(Array.from({ length: 4 }, () => expect.stringContaining('Did you mean')));
    expect(await messages(closed)).toEqual(
      Array.from({ length: 4 }, () => expect.not.stringMatching(/Did you mean|PRICE_ASC|"product"|"audit"/)),
    );
  });

  test('nor is there a playground', async () => {
    const accept = { accept: 'text/html' };
    expect(await closed.send('/', { headers: accept })).toMatchObject({ status: 200, text: '{"name":"Holdfast","graphql":"/graphql"}' });
    expect((await closed.send('/graphql', { headers: accept })).status).toBe(400);
    expect((await closed.send('/playground/x.js')).status).toBe(404);
  });
});

describe('the admin API', () => {
  const audit = { query: '{ audit { invariants } }' };
  test('answers who has the key', async () => {
    expect(await g.post('/admin/graphql', audit, { authorization: `Bearer ${ADMIN_KEY}` })).toMatchObject({
      status: 200,
      data: { audit: { invariants: 8 } },
    });
    expect(g.stubs.asked[0]?.identity).toMatchObject({ audience: 'admin', customerId: null });
  });

  test.each([{}, { authorization: `Bearer ${ADMIN_KEY}x` }, { authorization: ADMIN_KEY }, { authorization: 'Bearer ' }])(
    'is 401 with %j, whatever the body',
    async (headers) => {
      for (const body of [audit, '{"query":', { query: '{' }]) {
        const answer = await g.post('/admin/graphql', body, headers as Record<string, string>);
        expect({ status: answer.status, codes: codes(answer) }).toEqual({ status: 401, codes: ['UNAUTHENTICATED'] });
      }
      expect(g.stubs.asked).toEqual([]);
    },
  );
});

describe('headers', () => {
  const preflight = (path: string) =>
    g.send(path, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://shop.example',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'content-type',
      },
    });
  test('any origin may call the storefront, without credentials', async () => {
    const { status, headers } = await preflight('/graphql');
    expect({
      status,
      origin: headers.get('access-control-allow-origin'),
      credentials: headers.get('access-control-allow-credentials'),
    }).toEqual({ status: 204, origin: '*', credentials: null });
    expect(headers.get('access-control-allow-headers')).toContain('content-type');
    expect((await g.post('/graphql', '{')).headers.get('access-control-allow-origin')).toBe('*');
  });

  test('none may call the admin API', async () => {
    expect((await preflight('/admin/graphql')).headers.get('access-control-allow-origin')).toBeNull();
    expect((await g.admin('{__typename}')).headers.get('access-control-allow-origin')).toBeNull();
  });

  test('a valid traceparent is taken over, any other gets a new trace; the subgraphs and the client are told', async () => {
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736';
    const kept = await g.shop('{ categories { id } }', {}, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    expect([kept.headers.get('x-trace-id'), g.stubs.asked[0]?.identity.traceId]).toEqual([trace, trace]);
    for (const traceparent of [
      'nonsense',
      `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`,
      `ff-${trace}-00f067aa0ba902b7-01`,
      `00-${trace}-00f067aa0ba902b7-01x`,
    ]) {
      const fresh = (await g.shop('{ __typename }', {}, { traceparent })).headers.get('x-trace-id');
      expect(fresh).toMatch(/^[0-9a-f]{32}$/);
      expect(traceparent).not.toContain(fresh);
    }
  });

  test('every answer forbids sniffing and framing', async () => {
    for (const path of ['/healthz', '/nothing-here', '/']) {
      const { headers } = await g.send(path);
      expect([headers.get('x-content-type-options'), headers.get('x-frame-options')]).toEqual(['nosniff', 'DENY']);
    }
  });
});
