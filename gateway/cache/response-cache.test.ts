import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { newNotes } from '../../kit/notes.ts';
import { createPurges, type Purges } from '../../kit/purges.ts';
import type { GraphHttpAnswer, GraphHttpRequest } from '../graph-answer.ts';
import type { Question } from './question.ts';
import { createResponseCache, wordsOf } from './response-cache.ts';

type Asked = { tags: string[]; finish: (value: unknown, more?: Partial<GraphHttpAnswer>) => void; fail: () => void };

const variant = { id: 'v', contentType: 'application/json', locale: 'en', currency: '' };
const questionOf = ({ body }: GraphHttpRequest): Question => ({
  key: body!.text,
  cacheability: body!.text.startsWith('live') ? 'live' : 'until purged',
  variant,
  ask: { method: 'POST', headers: {}, search: '', body },
});

/** A cache before somebody who answers when the test says so, at a time that the test sets. */
function cacheAt(purges: Purges = createPurges(), maxBytes = 1e7) {
  const clock = { ms: 1_000 };
  const asked: Asked[] = [];
  const cache = createResponseCache({ maxBytes, questionOf, purges, shared: null, now: () => clock.ms });
  const answer = cache.layer(
    ({ context, body }) =>
      new Promise((resolve, reject) => {
        const tags = [`x:${body!.text}`];
        const finish: Asked['finish'] = (value, more = {}) => {
          for (const tag of tags) context.notes.tags.add(tag);
          resolve({ status: 200, headers: {}, body: JSON.stringify({ data: { value } }), ...more });
        };
        asked.push({ tags, finish, fail: () => reject(new Error('nobody is there')) });
      }),
  );
  const ask = async (what: string): Promise<unknown> => {
    const context: GraphHttpRequest['context'] = {
      identity: { audience: 'storefront', customerId: null, staff: null, traceId: 't' },
      notes: newNotes(),
    };
    const { body } = await answer({ method: 'POST', headers: {}, search: '', body: { text: what, json: {} }, context });
    return (JSON.parse(body) as { data?: { value: unknown } }).data?.value;
  };
  const recalled = (what: string) => {
    const found = cache.recall(wordsOf('v', 'POST', what));
    return found && (JSON.parse(String(found.body)) as { data: { value: unknown } }).data.value;
  };
  const settled = () => new Promise((resolve) => setImmediate(resolve));
  return { clock, asked, ask, recalled, purges, settled };
}

describe('what is no longer fresh', () => {
  test('is given once more while one asks anew, then the new one is given', async () => {
    const { clock, asked, ask, recalled, settled } = cacheAt();
    const first = ask('a');
    asked[0]!.finish('old');
    expect(await first).toBe('old');
    clock.ms += 70_000;
    expect([await ask('a'), recalled('a'), await ask('a')]).toEqual(['old', 'old', 'old']);
    expect(asked).toHaveLength(2);
    asked[1]!.finish('new');
    await settled();
    expect([await ask('a'), recalled('a'), asked.length]).toEqual(['new', 'new', 2]);
  });

  test('stays while nobody can be asked, who is asked once a second, until its time is over', async () => {
    const { clock, asked, ask, recalled, settled } = cacheAt();
    const first = ask('a');
    asked[0]!.finish('old');
    await first;
    clock.ms += 70_000;
    expect(recalled('a')).toBe('old');
    asked[1]!.fail();
    await settled();
    expect([recalled('a'), recalled('a'), asked.length]).toEqual(['old', 'old', 2]);
    clock.ms += 1_000;
    expect([recalled('a'), asked.length]).toEqual(['old', 3]);
    asked[2]!.finish(null, { body: '{"errors":[{"message":"x"}],"data":null}' });
    await settled();
    expect(recalled('a')).toBe('old');
    clock.ms += 60_000;
    expect(recalled('a')).toBeUndefined();
  });

  test('is asked anew before its time is over in the tenth of it that differs from one to the next', async () => {
    const { clock, asked, ask, settled } = cacheAt();
    const all = Array.from({ length: 200 }, (_, i) => ask(`${i}`));
    for (const one of asked) one.finish('x');
    await Promise.all(all);
    clock.ms += 54_000;
    for (let i = 0; i < 200; i++) void ask(`${i}`);
    await settled();
    expect(asked).toHaveLength(200);
    clock.ms += 6_000;
    for (let i = 0; i < 200; i++) void ask(`${i}`);
    await settled();
    expect(asked.length).toBeGreaterThan(250);
    expect(asked.length).toBeLessThan(350);
  });
});

test('those who ask for the same meanwhile share one answer, an error too', async () => {
  const { asked, ask } = cacheAt();
  const good = [ask('a'), ask('a'), ask('a')];
  expect(asked).toHaveLength(1);
  asked[0]!.finish('x');
  expect(await Promise.all(good)).toEqual(['x', 'x', 'x']);
  const bad = [ask('b'), ask('b')];
  asked[1]!.fail();
  expect((await Promise.allSettled(bad)).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  const again = ask('b');
  asked[2]!.finish('y');
  expect(await again).toBe('y');
});

test('what does not fit is not kept; the least recently given goes first', async () => {
  const { asked, ask, recalled } = cacheAt(createPurges(), 30_000);
  const get = async (what: string, size: number) => {
    const answer = ask(what);
    asked.at(-1)!.finish('x'.repeat(size));
    await answer;
  };
  await get('huge', 40_000);
  expect(recalled('huge')).toBeUndefined();
  await get('a', 8_000);
  await get('b', 8_000);
  expect(recalled('a')).toBeDefined();
  await get('c', 8_000);
  expect([recalled('a'), recalled('b'), recalled('c')].map((found) => found !== undefined)).toEqual([true, false, true]);
});

/** What may happen: somebody asks, an answer that was read arrives, something changes and this is told, time passes. */
const EVENTS = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('ask' as const), what: fc.constantFrom('a', 'b', 'live') }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('arrive' as const), which: fc.nat(5), well: fc.integer({ min: 0, max: 9 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant('change' as const),
      what: fc.constantFrom('a', 'b', 'live'),
      all: fc.integer({ min: 0, max: 9 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(100, 2_500, 30_000, 70_000) }) },
);

test('law: nobody is ever told less than what was known to have changed before they asked', async () => {
  let [kept, changed] = [0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(EVENTS, { minLength: 15, maxLength: 80 }), async (events) => {
      const { clock, asked, ask, settled, purges } = cacheAt();
      const version: Record<string, number> = { a: 0, b: 0, live: 0 };
      const open: { asked: Asked; read: number }[] = [];
      const told: Promise<void>[] = [];
      let seen = 0;
      const notice = () => {
        // the worst there can be: it is read the moment it is asked for, and arrives whenever
        for (; seen < asked.length; seen++) open.push({ asked: asked[seen]!, read: version[asked[seen]!.tags[0]!.slice(2)]! });
      };
      const arrive = ({ asked: one, read }: (typeof open)[number], well: boolean) => (well ? one.finish(read) : one.fail());
      for (const event of events) {
        if (event.kind === 'ask') {
          const known = version[event.what]!;
          const before = asked.length;
          told.push(
            ask(event.what).then(
              (value) => expect(value).toBeGreaterThanOrEqual(known),
              () => {},
            ),
          );
          if (asked.length === before) kept++;
        } else if (event.kind === 'arrive') {
          notice();
          const [one] = open.splice(event.which % Math.max(1, open.length), 1);
          if (one) arrive(one, event.well > 0);
          await settled();
        } else if (event.kind === 'change') {
          notice();
          version[event.what]!++;
          changed++;
          purges.publish(event.all === 0 ? ['x', `x:${event.what}`, 'y'] : [`x:${event.what}`]);
        } else clock.ms += event.ms;
        notice();
      }
      while (open.length > 0) {
        arrive(open.shift()!, true);
        await settled();
        notice();
      }
      await Promise.all(told);
    }),
    { numRuns: 500 },
  );
  expect(kept).toBeGreaterThan(1_000);
  expect(changed).toBeGreaterThan(1_000);
});
