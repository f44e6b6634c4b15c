import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { buildSchema, parse } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testGateway } from '../../gateway/testing/gateway.ts';
import { randomOf } from '../harness/random.ts';
import { drawAttack, KINDS } from './attacks.ts';
import { faultOf } from './judge.ts';
import { HELP, readOptions } from './options.ts';
import { attack } from './run.ts';
import { shrunk } from './shrink.ts';

const schema = buildSchema(readFileSync(new URL('../../schema/storefront.graphql', import.meta.url), 'utf8'));
const random = () => randomOf(Number(process.env.HOSTILE_SEED ?? 7));

test('a gateway over stub subgraphs, attacked in every way there is, is never at fault', { timeout: 60_000 }, async () => {
  const g = await testGateway({ config: { shedding: { rateFactor: 0 } } });
  const tally = await attack({ port: g.port, schema, random: random(), goesOn: (sent) => sent < 5 * KINDS.length, faults: false });
  expect(tally.offenders.map(({ kind, fault, bytes }) => `${kind}: ${fault}\n${bytes}`)).toEqual([]);
  expect([...tally.byKind.values()].every((many) => many >= 5)).toBe(true);
  const statuses = [...tally.byStatus.keys()];
  expect(statuses).toEqual(expect.arrayContaining(['200', '400', '404', '413', '415', '431']));
  expect((await g.send('/healthz')).status).toBe(200);
  await g.close();
});

describe('what an attack is', () => {
  test('follows from the seed', () => {
    const drawn = (from: number) => KINDS.map((kind) => drawAttack(kind, randomOf(from), schema).bytes.toString('base64'));
    expect(drawn(1)).toEqual(drawn(1));
    expect(drawn(1)).not.toEqual(drawn(2));
  });

  test('is mostly a document that reaches beyond the parser, where it is to be a valid one', () => {
    const parsed = Array.from({ length: 50 }, (_, i) => {
      const [, body = ''] = drawAttack('hostile variables', randomOf(i), schema).bytes.toString().split('\r\n\r\n');
      return parse((JSON.parse(body) as { query: string }).query).definitions.length;
    });
    expect(parsed.every((many) => many > 0)).toBe(true);
  });
});

describe('what it finds', () => {
  const reply = (status: number | null, text: string, ms = 1) => ({ status, text, ms });
  test.each<[string, Parameters<typeof faultOf>, string | null]>([
    ['a 5xx', ['', reply(503, ''), { faults: false }], 'status 503'],
    ['silence', ['', reply(null, '', 15_000), { faults: false }], 'no answer for 15000 ms'],
    ['a stack', ['', reply(400, 'Error: no\\n    at read (/srv/app/x.ts:12:7)'), { faults: false }], 'a stack is shown: '],
    ['SQL', ['', reply(200, '"select id from carts where'), { faults: false }], 'SQL is shown: '],
    ['a connection', ['', reply(200, 'connect ECONNREFUSED'), { faults: false }], 'a connection is shown: '],
    ['a file', ['', reply(200, 'open /etc/passwd'), { faults: false }], 'a file is shown: '],
    ['an error class', ['', reply(200, 'TypeError: x'), { faults: false }], 'a type of ours is shown: '],
    [
      'an error told by its id',
      ['', reply(200, '{"errors":[{"extensions":{"code":"INTERNAL_SERVER_ERROR"}}]}'), { faults: true }],
      'a fault of ours',
    ],
    ['the same where those do not count', ['', reply(200, '{"code":"INTERNAL_SERVER_ERROR"}'), { faults: false }], null],
    ['what was asked, told again', ['{ TypeError }', reply(400, 'Cannot query field "TypeError"'), { faults: true }], null],
    ['the same by an address', ['GET /?q=%2Fetc%2Fpasswd%ff', reply(400, 'no /etc/passwd here'), { faults: true }], null],
    [
      "a fault that is Apollo's planner's, and known",
      ['{ a @include(if: $v0) { b @skip(if: $v0) } }', reply(200, '{"code":"INTERNAL_SERVER_ERROR"}'), { faults: true }],
      null,
    ],
    [
      'the same of two variables',
      ['{ a @include(if: $v0) { b @skip(if: $v1) } }', reply(200, '{"code":"INTERNAL_SERVER_ERROR"}'), { faults: true }],
      'a fault of ours',
    ],
    ['a connection that is closed', ['', reply(null, ''), { faults: true }], null],
  ])('%s', (_, args, fault) => {
    const said = faultOf(...args);
    if (fault === null) expect(said).toBeNull();
    else expect(said?.startsWith(fault)).toBe(true);
  });

  let server: http.Server;
  beforeAll(async () => {
    server = http.createServer(async (request, response) => {
      // some hang up in the middle
      const body = await text(request).catch(() => '');
      response.statusCode = body.includes('__typename __typename') ? 500 : 200;
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  test('is told with the smallest request that does it', async () => {
    const { port } = server.address() as AddressInfo;
    const { offenders } = await attack({ port, schema, random: random(), goesOn: (sent) => sent < 2 * KINDS.length, faults: false });
    const wide = offenders.find(({ kind }) => kind === 'wide');
    expect(wide?.fault).toBe('status 500');
    expect(wide?.bytes.toString().split('\r\n\r\n')[1]).toBe('__typename __typename');
  });

  test('is made small by halves', async () => {
    const request = (body: string) => Buffer.from(`POST / HTTP/1.1\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    const asked: string[] = [];
    const offends = async (bytes: Buffer) => {
      asked.push(bytes.toString());
      return /x.*y/.test(bytes.toString().split('\r\n\r\n')[1]!);
    };
    expect(await shrunk(request(`${'a'.repeat(500)}x${'b'.repeat(300)}y${'c'.repeat(200)}`), offends)).toEqual(request('xy'));
    expect(asked.length).toBeLessThan(150);
  });
});

test('options that are wrong are told in a line, --help in a page', () => {
  expect(readOptions(['--seed', '5', '--seconds', '9'])).toEqual({ seed: 5, seconds: 9 });
  expect(readOptions([])).toMatchObject({ seconds: 60, seed: expect.any(Number) });
  expect(readOptions(['--help'])).toBe(HELP);
  expect(readOptions(['--seconds', '0'])).toBe('--seconds 0: must be a whole number from 1 to 86400.');
  expect(readOptions(['--seed', 'x'])).toMatch(/^--seed x: must be/);
  expect(readOptions(['--nope'])).toMatch(/^Unknown option '--nope'/);
});
