import type { GraphQLSchema } from 'graphql';
import type { Random } from '../harness/random.ts';
import { DOCUMENTS } from './documents.ts';
import { hostileText, hostileValue } from './values.ts';

/** Bytes as they go onto the wire; the connection is then ended by us where `hangUp`. */
export type Attack = { kind: string; bytes: Buffer; hangUp?: boolean };
type Draw = (random: Random, schema: GraphQLSchema) => Omit<Attack, 'kind'>;

type Request = { method?: string; path?: string; headers?: Record<string, string | number>; body?: string | Buffer };

function written({ method = 'POST', path = '/graphql', headers = {}, body = '' }: Request): Buffer {
  const all = {
    host: 'shop',
    connection: 'close',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    ...headers,
  };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), Buffer.from(body)]);
}

/** Half a surrogate pair cannot be percent-encoded. */
const wellFormed = (text: string): string => Buffer.from(text).toString();
const encoded = (text: string): string => encodeURIComponent(wellFormed(text));
/** No byte that would end a header line, or not be one. */
const headerText = (random: Random): string => encodeURI(wellFormed(hostileText(random))).slice(0, 2_000);
const PATHS = [
  '/',
  '/graphql',
  '/admin/graphql',
  '/admin/sign-in',
  '/admin/refresh',
  '/admin/accept-invitation',
  '/admin/pick-list',
  '/webhooks/stripe',
];
const FOLDERS = ['/pictures/', '/playground/', '/mailbox/', '/mailbox/templates/', '/admin/', '/'];
const HEADERS = [
  'accept',
  'accept-language',
  'accept-encoding',
  'x-currency',
  'traceparent',
  'if-none-match',
  'origin',
  'content-encoding',
  'content-type',
  'host',
  'x-forwarded-for',
  'forwarded',
  'cookie',
  'range',
  'expect',
  'stripe-signature',
  'authorization',
];

const jsonOf = (value: unknown): string => JSON.stringify(value) ?? 'null';

/** Kinds of requests that are wrong as HTTP, or come where they do not belong. */
const REQUESTS: Record<string, Draw> = {
  'broken JSON': (random) => {
    const text = jsonOf({ query: '{ __typename }', variables: hostileValue(random) });
    const at = random.int(0, text.length);
    return {
      bytes: written({
        body: text.slice(0, at) + random.pick(['', '}', '"', '\u0000', ',', '[[[[', '\xff']) + text.slice(at + random.int(0, 3)),
      }),
    };
  },
  'bytes that are no text': (random) => ({
    bytes: written({ body: Buffer.from(Array.from({ length: random.int(0, 300) }, () => random.int(0, 255))) }),
  }),
  batch: (random, schema) => {
    const draw = random.pick(Object.values(DOCUMENTS));
    return { bytes: written({ body: jsonOf(Array.from({ length: random.int(0, 12) }, () => draw(random, schema))).slice(0, 200_000) }) };
  },
  'another type': (random) => ({
    bytes: written({
      headers: {
        'content-type': random.pick([
          'text/plain',
          'application/x-www-form-urlencoded',
          'multipart/form-data',
          'application/json+x',
          'application/graphql',
          ';',
          '',
        ]),
      },
      body: '{"query":"{ __typename }"}',
    }),
  }),
  'too large': (random) => ({ bytes: written({ body: jsonOf({ query: `{ ${'a'.repeat(random.pick([99_000, 100_001, 300_000]))} }` }) }) }),
  'by GET': (random, schema) => {
    const { query, variables } = random.pick(Object.values(DOCUMENTS))(random, schema);
    const search = `query=${encoded(String(query))}&variables=${encoded(jsonOf(variables ?? null))}`;
    const preflighted: Request['headers'] = random.chance(0.7) ? { 'apollo-require-preflight': '1' } : {};
    return { bytes: written({ method: 'GET', path: `/graphql?${search.slice(0, 12_000)}`, headers: preflighted }) };
  },
  'by hash': (random) => {
    const hash = random.pick(['0'.repeat(64), headerText(random), 'sha256:', '%00']);
    return {
      bytes: written({ method: 'GET', path: `/graphql?${random.pick(['id', 'documentId', 'extensions'])}=${encodeURIComponent(hash)}` }),
    };
  },
  'another method': (random) => ({
    bytes: written({
      method: random.pick(['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS', 'TRACE', 'BREW', 'get', 'PROPFIND']),
      path: random.pick(PATHS),
    }),
  }),
  'anything to anybody': (random) => ({ bytes: written({ path: random.pick(PATHS), body: jsonOf(hostileValue(random)) }) }),
  'strange paths': (random) => {
    const name = random.pick([
      '..%2f..%2fetc%2fpasswd',
      '%00',
      '%',
      '%c0%ae',
      '.',
      '__proto__',
      'x'.repeat(7_000),
      encoded(hostileText(random)),
    ]);
    return {
      bytes: written({
        method: 'GET',
        path: `${random.pick(FOLDERS)}${name}${random.pick(['', '/', '/html', '?x=%', '?shipment=%00'])}`,
        headers: { accept: 'text/html' },
      }),
    };
  },
  'strange headers': (random) => {
    const names = Array.from({ length: random.int(1, 4) }, () => random.pick(HEADERS));
    return {
      bytes: written({
        headers: Object.fromEntries(names.map((name) => [name, headerText(random)])),
        body: '{"query":"{ categories { id } }"}',
      }),
    };
  },
  'oversized headers': (random) => ({
    bytes: written({ headers: { 'x-long': 'x'.repeat(random.pick([8_000, 17_000, 70_000])) }, body: '{"query":"{ __typename }"}' }),
  }),
  'lying about length': (random) => ({
    bytes: written({
      headers: { 'content-length': random.pick<string | number>([0, 1, 5, 99_999, -1, 'x', '1e3', '18446744073709551616']) },
      body: '{"query":"{ __typename }"}',
    }),
    hangUp: true,
  }),
  'chunks of garbage': (random) => ({
    bytes: Buffer.from(
      `POST /graphql HTTP/1.1\r\nhost: shop\r\ncontent-type: application/json\r\ntransfer-encoding: ${random.pick(['chunked', 'gzip, chunked', 'chunked, identity'])}\r\n\r\n${random.pick(['zz\r\n{}', '5\r\n{"que', 'ffffffffffffffffff\r\n', '2\r\n{}\r\n0\r\n\r\n', '1\r\n{\r\n1\r\n}\r\n0\r\na: b\r\n\r\n'])}`,
    ),
    hangUp: true,
  }),
  'no HTTP at all': (random) => ({
    bytes: random.pick([
      Buffer.from('\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 'latin1'),
      Buffer.from('GET /\r\n\r\n'),
      Buffer.from('GET / HTTP/9.9\r\n\r\n'),
      Buffer.from('\r\n\r\n\r\n'),
      Buffer.from(`POST /graphql HTTP/1.1\r\nhost: shop\r\nhost: shop\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab`),
    ]),
    hangUp: true,
  }),
};

export const KINDS: readonly string[] = [...Object.keys(DOCUMENTS), ...Object.keys(REQUESTS)];

/** One attack of that kind; every choice of it from `random`. */
export function drawAttack(kind: string, random: Random, schema: GraphQLSchema): Attack {
  const document = DOCUMENTS[kind];
  if (document) return { kind, bytes: written({ body: jsonOf(document(random, schema)) }) };
  return { kind, ...REQUESTS[kind]!(random, schema) };
}
