import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answered, meilisearchDouble } from './double.ts';
import { noPublished, published } from './openapi.ts';

type Command = {
  route: string;
  method: string;
  body?: { inline?: unknown; asset?: string } | null;
  expectedStatus: number;
  expectedResponse?: unknown;
  apiKeyVariable?: string;
};
const FILES = ['api-keys', 'task_queue_compaction', 'movies', 'dsr'];
// the double takes no keys, no experiments and no statistics; what needs a data set that is not recorded cannot be replayed
const OUTSIDE = /^(keys|experimental-features|dynamic-search-rules|tasks|indexes\/movies\/stats)/;
const KEY = 'registered';

const commandsOf = (file: string): Command[] =>
  (JSON.parse(readFileSync(published(`declarative-tests/${file}.json`), 'utf8')) as { commands: Partial<Command>[] }).commands
    .filter((command): command is Command => command.route !== undefined)
    .map((command) => ({ ...command, route: command.route.replace(/^\//, '') }));

/** What was recorded, with what differs from run to run (`[timestamp]`) taken as anything; the newest form has a requestUid. */
function like(recorded: unknown): unknown {
  if (typeof recorded === 'string' && /^\[\w+\]$/.test(recorded)) return expect.anything();
  if (Array.isArray(recorded)) return recorded.map(like);
  if (recorded === null || typeof recorded !== 'object') return recorded;
  const entries = Object.entries(recorded).filter(([key]) => key !== 'requestUid');
  return Object.fromEntries(entries.map(([key, value]) => [key, key === 'taskUid' ? expect.any(Number) : like(value)]));
}

describe.skipIf(noPublished)(noPublished ? `recorded answers (SKIPPED: ${noPublished})` : 'recorded answers', () => {
  let replayed = 0;
  describe.each(noPublished ? [] : FILES)('%s', (file) => {
    let double: Awaited<ReturnType<typeof meilisearchDouble>>;
    beforeAll(async () => {
      double = await meilisearchDouble();
    });
    afterAll(() => double.close());
    const usesAsset = commandsOf(file).some(({ body }) => body?.asset);
    const ours = commandsOf(file).filter(
      ({ route, body, expectedStatus }) =>
        !OUTSIDE.test(route) && !body?.asset && !(usesAsset && route.includes('search')) && !(route === 'health' && expectedStatus === 500),
    );
    test.each(ours.map((command, i) => [`${i}: ${command.method} ${command.route}`, command] as const))('%s', async (_, command) => {
      const url = new URL(command.route, 'http://double/');
      const one = { method: command.method, path: url.pathname, query: url.searchParams, body: command.body?.inline };
      // the recorded key may search and add documents, and nothing else
      const forbidden = command.apiKeyVariable !== undefined && command.method === 'DELETE';
      const { status, body }: Answered = forbidden ? await refusedWithKey(one) : double.answerTo(one, `Bearer ${KEY}`);
      expect(status).toBe(command.expectedStatus);
      expect(body).toEqual(like(command.expectedResponse));
      await new Promise((resolve) => setImmediate(resolve));
      replayed += 1;
    });
  });
  test('enough of what is recorded was replayed', () => expect(replayed).toBeGreaterThanOrEqual(14));

  test('its error codes have the published types and statuses', async () => {
    const { codes } = JSON.parse(readFileSync(published('error-codes.json'), 'utf8')) as {
      codes: { code: string; type: string; status: number }[];
    };
    const double = await meilisearchDouble({ apiKey: KEY });
    const ask = (method: string, path: string, body?: unknown, key = `Bearer ${KEY}`) =>
      double.answerTo({ method, path, query: new URLSearchParams(), body }, key || undefined);
    const answers = [
      ask('GET', '/indexes/none'),
      ask('GET', '/tasks/7'),
      ask('GET', '/indexes/none', undefined, 'Bearer wrong'),
      ask('GET', '/indexes/none', undefined, ''),
      ask('POST', '/multi-search', { queries: [{ indexUid: 'none' }] }),
    ];
    double.state.mood = 'busy';
    answers.push(ask('GET', '/indexes/none'));
    double.state.mood = 'failing';
    answers.push(ask('GET', '/indexes/none'));
    await double.close();
    for (const { status, body } of answers) {
      const { code, type } = body as { code: string; type: string };
      expect(codes).toContainEqual({ code, type, status });
    }
    expect(new Set(answers.map(({ body }) => (body as { code: string }).code)).size).toBe(6);
  });
});

async function refusedWithKey(one: Parameters<Awaited<ReturnType<typeof meilisearchDouble>>['answerTo']>[0]): Promise<Answered> {
  const strict = await meilisearchDouble({ apiKey: 'another' });
  const answer = strict.answerTo(one, `Bearer ${KEY}`);
  await strict.close();
  return answer;
}
