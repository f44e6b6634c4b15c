import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { attributeOf } from './filter.ts';
import { DoubleIndex, type Query, type Stored } from './double-index.ts';
import { type Published, readPublished } from './openapi.ts';
import { createTasks } from './tasks.ts';

export type Asked = { method: string; path: string; query: URLSearchParams; body: unknown };
export type Answered = { status: number; body: unknown };
type Mood = 'well' | 'busy' | 'silent' | 'failing';

const TYPES: Record<string, string> = {
  missing_authorization_header: 'auth',
  invalid_api_key: 'auth',
  too_many_search_requests: 'system',
  internal: 'internal',
};
const errorBody = (code: string, message: string) => ({
  message,
  code,
  type: TYPES[code] ?? 'invalid_request',
  link: `https://docs.meilisearch.com/errors#${code}`,
});
const refused = (status: number, code: string, message: string): Answered => ({ status, body: errorBody(code, message) });

/**
 * Stands in for a Meilisearch where none can be had: as much of its protocol as search speaks, on a real socket. Whatever
 * is asked and answered is held to the published OpenAPI document; `violations` is what was not like it.
 */
export async function meilisearchDouble({ apiKey }: { apiKey?: string } = {}) {
  const spec: Published = readPublished();
  const indexes = new Map<string, DoubleIndex>();
  const tasks = createTasks();
  const violations: string[] = [];
  const asked: Asked[] = [];
  const state = { mood: 'well' as Mood, busyFor: Infinity };

  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://double');
    const text = await textOf(request);
    const one: Asked = { method: request.method!, path: url.pathname, query: url.searchParams, body: text ? JSON.parse(text) : undefined };
    asked.push(one);
    const wrong = spec.request({ ...one, query: [...url.searchParams.keys()] });
    if (wrong) violations.push(wrong);
    if (state.mood === 'silent') return;
    const { status, body } = answerTo(one, request.headers.authorization);
    const odd = spec.answer(one.method, one.path, status, body);
    // the document describes multi-search by its federated form only
    if (odd && one.path !== '/multi-search') violations.push(`answer to ${one.method} ${one.path}: ${odd}`);
    response.writeHead(status, { 'content-type': 'application/json' }).end(body === undefined ? '' : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  function answerTo(one: Asked, authorization: string | undefined): Answered {
    if (state.mood === 'failing') return refused(500, 'internal', 'An internal error has occurred.');
    if (state.mood === 'busy' && state.busyFor-- > 0) return refused(503, 'too_many_search_requests', 'Too many search requests.');
    if (apiKey && one.path !== '/health') {
      if (!authorization)
        return refused(
          401,
          'missing_authorization_header',
          'The Authorization header is missing. It must use the bearer authorization method.',
        );
      if (authorization !== `Bearer ${apiKey}`) return refused(403, 'invalid_api_key', 'The provided API key is invalid.');
    }
    return route(one) ?? refused(404, 'not_found', `The double does not know ${one.method} ${one.path}.`);
  }

  function route({ method, path, query, body }: Asked): Answered | null {
    const [first, uid, what, ...rest] = path.split('/').slice(1);
    if (path === '/health') return { status: 200, body: { status: 'available' } };
    if (path === '/multi-search' && method === 'POST') return multiSearch((body as { queries: (Query & { indexUid: string })[] }).queries);
    if (path === '/swap-indexes' && method === 'POST') return swap(body as { indexes: [string, string] }[]);
    if (first === 'tasks' && method === 'GET') return tasks.read(uid);
    if (first !== 'indexes') return null;
    if (uid === undefined) return method === 'POST' ? create(body as { uid: string; primaryKey?: string }) : null;
    if (what === undefined) return method === 'GET' ? view(uid) : method === 'DELETE' ? drop(uid) : null;
    if (what === 'settings') return settings(method, uid, body as object);
    if (what === 'documents') return documents(method, uid, rest[0], body);
    if (what === 'search') return search(uid, method === 'GET' ? queryOf(query) : (body as Query));
    return null;
  }

  const missing = (uid: string): Answered => refused(404, 'index_not_found', `Index \`${uid}\` not found.`);
  const known = (uid: string, primaryKey: string | null = null): DoubleIndex => {
    if (!indexes.has(uid)) indexes.set(uid, new DoubleIndex(primaryKey));
    return indexes.get(uid)!;
  };
  const view = (uid: string): Answered => {
    const index = indexes.get(uid);
    if (!index) return missing(uid);
    return { status: 200, body: { uid, createdAt: index.createdAt, updatedAt: index.createdAt, primaryKey: index.primaryKey } };
  };
  const create = ({ uid, primaryKey }: { uid: string; primaryKey?: string }): Answered =>
    tasks.enqueue('indexCreation', uid, () => {
      if (indexes.has(uid)) return errorBody('index_already_exists', `Index \`${uid}\` already exists.`);
      known(uid, primaryKey ?? null);
      return null;
    });
  const drop = (uid: string): Answered =>
    tasks.enqueue('indexDeletion', uid, () => (indexes.delete(uid) ? null : errorBody('index_not_found', `Index \`${uid}\` not found.`)));
  const swap = (pairs: { indexes: [string, string] }[]): Answered =>
    tasks.enqueue('indexSwap', null, () => {
      for (const {
        indexes: [a, b],
      } of pairs) {
        const [x, y] = [indexes.get(a), indexes.get(b)];
        if (!x || !y) return errorBody('index_not_found', `Index \`${x ? b : a}\` not found.`);
        indexes.set(a, y).set(b, x);
      }
      return null;
    });
  const settings = (method: string, uid: string, body: object): Answered | null => {
    if (method === 'GET') return indexes.has(uid) ? { status: 200, body: indexes.get(uid)!.settings } : missing(uid);
    if (method !== 'PATCH') return null;
    return tasks.enqueue('settingsUpdate', uid, () => {
      const { settings: now } = known(uid);
      for (const [key, value] of Object.entries(body)) {
        const old = (now as Record<string, unknown>)[key];
        Object.assign(now, { [key]: isRecord(old) && isRecord(value) && key !== 'synonyms' ? { ...old, ...value } : value });
      }
      return null;
    });
  };
  const documents = (method: string, uid: string, which: string | undefined, body: unknown): Answered | null => {
    const write = (type: string, work: (index: DoubleIndex) => void) =>
      tasks.enqueue(type, uid, () => {
        work(known(uid));
        return null;
      });
    if (method === 'POST' && which === 'delete-batch')
      return write('documentDeletion', (index) => {
        for (const id of body as string[]) index.documents.delete(String(id));
      });
    if (method === 'DELETE' && which !== undefined) return write('documentDeletion', (index) => void index.documents.delete(which));
    if ((method === 'POST' || method === 'PUT') && which === undefined)
      return write('documentAdditionOrUpdate', (index) => index.put([body].flat() as Stored[], method === 'PUT'));
    return null;
  };
  const search = (uid: string, query: Query): Answered => {
    const index = indexes.get(uid);
    if (!index) return missing(uid);
    const unknown = (query.filter ?? []).find((one) => !index.settings.filterableAttributes.includes(attributeOf(one) ?? ''));
    if (unknown !== undefined) return refused(400, 'invalid_search_filter', `Attribute of \`${unknown}\` is not filterable.`);
    const unsorted = (query.sort ?? []).find((one) => !index.settings.sortableAttributes.includes(one.split(':')[0]!));
    if (unsorted !== undefined) return refused(400, 'invalid_search_sort', `Attribute of \`${unsorted}\` is not sortable.`);
    const uncounted = (query.facets ?? []).find((one) => !index.settings.filterableAttributes.includes(one));
    if (uncounted !== undefined) return refused(400, 'invalid_search_facets', `Attribute \`${uncounted}\` is not filterable.`);
    return { status: 200, body: index.search(query) };
  };
  const multiSearch = (queries: (Query & { indexUid: string })[]): Answered => {
    const results = queries.map(({ indexUid, ...query }) => ({ indexUid, answer: search(indexUid, query) }));
    const bad = results.find(({ answer }) => answer.status !== 200);
    if (bad) return bad.answer;
    return { status: 200, body: { results: results.map(({ indexUid, answer }) => ({ indexUid, ...(answer.body as object) })) } };
  };

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    violations,
    asked,
    state,
    /** Answers without a socket: for what was recorded. */
    answerTo,
    index: (uid: string) => indexes.get(uid),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const isRecord = (value: unknown): value is object => typeof value === 'object' && value !== null && !Array.isArray(value);
const queryOf = (params: URLSearchParams): Query => ({
  ...(params.has('q') && { q: params.get('q') }),
  ...(params.has('limit') && { limit: Number(params.get('limit')) }),
});

async function textOf(request: http.IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
