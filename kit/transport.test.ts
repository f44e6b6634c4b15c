import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { command, defineContract } from './contract.ts';
import { freePort } from './free-port.ts';
import { ROOT } from './identity.ts';
import { createLog } from './log.ts';
import { orRefused, refuse } from './refusal.ts';
import { serve } from './service.ts';
import { serviceToken } from './service-token.ts';
import { createSigner } from './sign.ts';
import type { Running } from './subgraph.ts';
import { createTransport, type Transport } from './transport.ts';

const contract = defineContract('greeter', {
  commands: {
    greet: command(
      z.object({ name: z.string().trim(), times: z.int().default(1) }),
      orRefused(z.object({ text: z.string(), asked: z.unknown().optional() })),
    ),
    stumble: command(z.object({}), z.object({})),
    ponder: command(z.object({}), z.object({})),
    mumble: command(z.object({}), z.object({ clear: z.string() })),
  },
});
type Input = { name: string; times: number };
const commands: Record<string, (input: never) => Promise<unknown>> = {
  greet: async ({ name, times }: Input) =>
    name === ''
      ? refuse('NAME_EMPTY', 'Whom shall I greet?', ['name'])
      : { text: `${'hello '.repeat(times)}${name}`, asked: { name, nothing: undefined }, secret: 'kept' },
  stumble: async () => {
    throw new Error('password=hunter2 is wrong');
  },
  ponder: () => new Promise(() => {}),
  mumble: async () => ({ clear: 1 }),
};
const greeter = {
  name: 'greeter',
  contract,
  listensTo: async () => ['other.Event'],
  query: async ({ query, identity }) => ({ data: { query, audience: identity.audience } }),
  command: (name, input) => commands[name]!(input as never),
  deliver: async (events) => ({ failed: events.map(({ eventId }) => ({ eventId, reason: 'busy' })) }),
  takeEvents: async (owner, limit) => [{ owner, limit } as never],
  eventsPublished: async () => {},
  eventsHandled: async () => {},
  ready: async () => {},
  close: async () => {},
} satisfies Running;
const signer = createSigner('a secret that both processes know');
const identity = { audience: 'admin' as const, customerId: null, staff: ROOT, traceId: 'trace' };

let service: Awaited<ReturnType<typeof serve>>;
const ways: Record<string, Transport> = {};
beforeAll(async () => {
  service = await serve(greeter, { port: 0, host: '127.0.0.1', signer, log: createLog('silent') });
  ways['in one process'] = createTransport({ urls: {}, signer });
  ways['in one process'].add(greeter);
  ways['over HTTP'] = createTransport({ urls: { greeter: `http://127.0.0.1:${service.port}` }, signer, deadlineMs: 250 });
});
afterAll(async () => {
  for (const transport of Object.values(ways)) transport.close();
  await service.close();
});

describe.each(['in one process', 'over HTTP'])('a context reached %s', (way) => {
  const ask = () => ways[way]!.clientOf(contract);

  test('is given what its contract makes of the input, and answers with what it makes of the output', async () => {
    expect(await ask().greet({ name: '  Ann ' })).toEqual({ text: 'hello Ann', asked: { name: 'Ann' } });
    expect(await ask().greet({ name: 'Ann', times: 2 })).toMatchObject({ text: 'hello hello Ann' });
  });

  test('refuses with data', async () => {
    expect(await ask().greet({ name: ' ' })).toEqual({ refused: [{ code: 'NAME_EMPTY', message: 'Whom shall I greet?', path: ['name'] }] });
  });

  test('is not asked what its contract does not allow', async () => {
    await expect(ask().greet({ name: 7 } as never)).rejects.toThrow(z.ZodError);
  });

  test('answers nothing that its contract does not allow', async () => {
    await expect(ask().mumble({})).rejects.toThrow(z.ZodError);
  });

  test('lets its faults be thrown at the caller', async () => {
    await expect(ask().stumble({})).rejects.toThrow();
  });

  test('answers all else that is asked of a context', async () => {
    const peer = ways[way]!.peer('greeter');
    expect(await peer.query({ query: '{ hello }', identity })).toEqual({ data: { query: '{ hello }', audience: 'admin' } });
    expect(await peer.listensTo()).toEqual(['other.Event']);
    expect(await peer.deliver([{ eventId: '1' } as never])).toEqual({ failed: [{ eventId: '1', reason: 'busy' }] });
    expect(await peer.takeEvents('me', 5)).toEqual([{ owner: 'me', limit: 5 }]);
    await peer.eventsPublished([{ eventId: '1', to: [] }]);
    await peer.eventsHandled({ subscriber: 'me', eventIds: ['1'], outcome: 'delivered' });
    await peer.ready();
  });
});

describe('over HTTP', () => {
  const call = (path: string, headers: Record<string, string> = {}, body = '{"input":{"name":"Ann"}}') =>
    fetch(`http://127.0.0.1:${service.port}${path}`, { method: 'POST', headers, body });
  const signed = { authorization: `Bearer ${serviceToken(signer, 'greeter')}` };
  const paths = [
    '/commands/greet',
    '/query',
    '/deliver',
    '/take-events',
    '/events-published',
    '/listens-to',
    '/ready',
    '/metrics',
    '/',
    '/any',
  ];

  test.each(paths)('%s asks for a service token', async (path) => {
    expect((await call(path)).status).toBe(401);
    const forged = serviceToken(createSigner('a guess'), 'greeter');
    expect((await call(path, { authorization: `Bearer ${forged}` })).status).toBe(401);
    const expired = serviceToken(signer, 'greeter', Date.now() - 3_600_000);
    expect((await call(path, { authorization: `Bearer ${expired}` })).status).toBe(401);
  });

  test('with one it answers, and what does not exist is not found', async () => {
    expect(await (await call('/commands/greet', signed)).json()).toEqual({ output: expect.objectContaining({ text: 'hello Ann' }) });
    for (const path of ['/commands/shout', '/commands/toString', '/commands/__proto__', '/any'])
      expect((await call(path, signed)).status).toBe(404);
  });

  test('a fault is told as an id, without what went wrong', async () => {
    const answer = await call('/commands/stumble', signed);
    expect(answer.status).toBe(500);
    expect(await answer.text()).toMatch(/^\{"fault":"[0-9a-f-]{36}"\}$/);
    expect((await call('/commands/greet', signed, '{"input":')).status).toBe(500);
  });

  test('who does not answer in time is not waited for', async () => {
    const began = Date.now();
    await expect(ways['over HTTP']!.clientOf(contract).ponder({})).rejects.toThrow(/timeout|aborted/i);
    expect(Date.now() - began).toBeLessThan(2_000);
  });

  test('nor who begins an answer and never ends it', async () => {
    const dripping = http.createServer((_, response) => void response.writeHead(200).write('{"output":'));
    await new Promise<void>((resolve) => dripping.listen(0, '127.0.0.1', resolve));
    const { port } = dripping.address() as { port: number };
    const transport = createTransport({ urls: { greeter: `http://127.0.0.1:${port}` }, signer, deadlineMs: 250 });
    await expect(transport.clientOf(contract).ponder({})).rejects.toThrow();
    transport.close();
    dripping.closeAllConnections();
    await new Promise((resolve) => dripping.close(resolve));
  });

  test('a command waits for who is being restarted; who only looks is told at once', async () => {
    const port = await freePort();
    const transport = createTransport({ urls: { greeter: `http://127.0.0.1:${port}` }, signer });
    await expect(transport.peer('greeter').query({ query: '{ hello }', identity })).rejects.toThrow('ECONNREFUSED');
    const greeted = transport.clientOf(contract).greet({ name: 'Ann' });
    const changed = transport.peer('greeter').query({ query: 'mutation { hello }', identity });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const late = await serve(greeter, { port, host: '127.0.0.1', signer, log: createLog('silent') });
    expect(await greeted).toMatchObject({ text: 'hello Ann' });
    expect(await changed).toMatchObject({ data: { query: 'mutation { hello }' } });
    transport.close();
    await late.close();
  });

  test('a service that ends answers those who have connections to it, and who has not used his closes it', async () => {
    const port = await freePort();
    const ending = await serve(greeter, { port, host: '127.0.0.1', signer, log: createLog('silent'), lingerMs: 1_200 });
    const transport = createTransport({ urls: { greeter: `http://127.0.0.1:${port}` }, signer });
    const greet = () => transport.clientOf(contract).greet({ name: 'Ann' });
    await Promise.all([greet(), greet()]);
    const closed = ending.close();
    for (let again = 0; again < 5; again++) expect(await greet()).toMatchObject({ text: 'hello Ann' });
    const agent = new http.Agent({ keepAlive: true });
    const told = await new Promise<http.IncomingMessage>((resolve, reject) => {
      http.get({ port, path: '/healthz', agent }, resolve).once('error', reject);
    });
    expect(told.headers.connection).toBe('close');
    agent.destroy();
    await closed;
    await expect(transport.peer('greeter').query({ query: '{ hello }', identity })).rejects.toThrow('ECONNREFUSED');
    transport.close();
  });

  test('nobody is waited for beyond three quarters of the time that there is', async () => {
    const transport = createTransport({ urls: { greeter: `http://127.0.0.1:${await freePort()}` }, signer, deadlineMs: 300 });
    const began = performance.now();
    await expect(transport.clientOf(contract).greet({ name: 'Ann' })).rejects.toThrow('ECONNREFUSED');
    expect(performance.now() - began).toBeLessThan(300);
    transport.close();
  });

  test('a context that is neither here nor has an address is named', async () => {
    const transport = createTransport({ urls: {}, signer });
    await expect(transport.clientOf(contract).greet({ name: 'Ann' })).rejects.toThrow('No address for "greeter": set GREETER_URL');
    transport.close();
  });
});
