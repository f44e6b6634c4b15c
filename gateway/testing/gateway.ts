import { Writable } from 'node:stream';
import { pino } from 'pino';
import { type GatewayParts, startGateway } from '../gateway.ts';
import { type Stubs, stubSubgraphs } from './stub-subgraphs.ts';

export const ADMIN_KEY = 'an-admin-key-for-tests';
/** Vitest runs the tests of requests and plans once with each. */
const EXECUTOR = process.env.GATEWAY_EXECUTOR === 'apollo' ? 'apollo' : 'compiled';

type Parts = Partial<Omit<GatewayParts, 'config'>> & { config?: Partial<GatewayParts['config']>; urls?: Record<string, string> };

export type Answer = {
  status: number;
  headers: Headers;
  text: string;
  data?: Record<string, unknown> | null;
  errors?: { message: string; path?: unknown[]; extensions: { code: string; fault?: string; retryAfterMs?: number } }[];
};

/** A gateway over stub subgraphs, on a free port, with its log in memory. */
export async function testGateway({ urls = {}, ...parts }: Parts = {}) {
  const lines: Record<string, unknown>[] = [];
  const sink = new Writable({ write: (chunk, _, done) => done(void lines.push(JSON.parse(String(chunk)))) });
  const log = pino({ level: 'info' }, sink);
  const stubs: Stubs = stubSubgraphs(log, urls);
  const gateway = await startGateway({
    transport: stubs.transport,
    log,
    checks: {},
    receiveWebhook: async () => ({ status: 200, body: {} }),
    picture: () => null,
    examples: async () => ({ slug: 'shirt', variantId: 'v1', search: 'shirt' }),
    ...parts,
    // what is asked twice is to be answered twice, unless a test is about what is kept
    config: {
      host: '127.0.0.1',
      port: 0,
      adminApiKey: ADMIN_KEY,
      executor: EXECUTOR,
      responseCacheBytes: 0,
      partCacheBytes: 0,
      ...parts.config,
    },
  });

  const send = async (path: string, init: RequestInit = {}): Promise<Answer> => {
    const response = await fetch(gateway.url + path, { redirect: 'manual', ...init });
    const text = await response.text();
    const body = text && /json/.test(response.headers.get('content-type') ?? '') ? (JSON.parse(text) as object) : {};
    return { ...body, status: response.status, headers: response.headers, text };
  };
  const post = (path: string, body: object | string, headers: Record<string, string> = {}) =>
    send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    });
  const shop = (query: string, variables: object = {}, headers = {}) => post('/graphql', { query, variables }, headers);
  const admin = (query: string, variables: object = {}) =>
    post('/admin/graphql', { query, variables }, { authorization: `Bearer ${ADMIN_KEY}` });
  const close = async () => {
    await gateway.close();
    stubs.transport.close();
  };
  return { ...gateway, close, lines, stubs, send, post, shop, admin };
}
