import { GraphQLError, parse } from 'graphql';
import pgDriver from 'postgres';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { faultOf, faultText } from './fault.ts';
import { createLog } from './log.ts';
import { freePort } from './free-port.ts';
import { testDatabase } from './testing/database.ts';

const CANARY = 'ada.canary@example.com';

function thrown(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
}

describe('of what others throw', () => {
  const words: Record<string, [work: () => unknown, told: object]> = {
    'a parser of JSON': [() => JSON.parse(`{"a": ${CANARY}`), { type: 'SyntaxError' }],
    'an address': [() => new URL(CANARY), { type: 'TypeError', code: 'ERR_INVALID_URL' }],
    'a big number': [() => BigInt(CANARY), { type: 'SyntaxError' }],
    'a parser of GraphQL': [() => parse(`{ a(b: "${CANARY} }`), { type: 'GraphQLError' }],
    'a form': [
      () => z.object({ lines: z.array(z.object({ quantity: z.number() })) }).parse({ lines: [{ quantity: CANARY }] }),
      { type: 'ZodError', issues: ['lines.0.quantity invalid_type'] },
    ],
    'a form that is closed': [() => z.strictObject({}).parse({ [CANARY]: 1 }), { type: 'ZodError', issues: ['unrecognized_keys'] }],
    'a cause': [
      () => {
        throw new Error('ours', { cause: thrown(() => JSON.parse(CANARY)) });
      },
      { message: 'ours', cause: { type: 'SyntaxError' } },
    ],
    'some of several': [
      () => {
        throw new AggregateError([thrown(() => JSON.parse(CANARY))], 'ours');
      },
      { message: 'ours', errors: [{ type: 'SyntaxError' }] },
    ],
    'no error at all': [
      () => {
        throw CANARY;
      },
      { type: 'string' },
    ],
    'what looks like one of ours': [
      () => {
        throw Object.assign(new GraphQLError(`${CANARY}\n    at kit/fault.ts:1:1`), { code: CANARY });
      },
      { type: 'GraphQLError' },
    ],
  };
  test.each(Object.entries(words))('%s: the kind and the place, and no words', (_, [work, told]) => {
    const fault = faultOf(thrown(work));
    expect(JSON.stringify(fault)).not.toContain('canary');
    expect(fault).toMatchObject(told);
  });

  test('a connection that is refused is told in full', async () => {
    const port = await freePort();
    const error = await fetch(`http://127.0.0.1:${port}/`).catch((error: unknown) => error);
    expect(faultOf(error)).toMatchObject({
      type: 'TypeError',
      cause: { code: 'ECONNREFUSED', message: expect.stringContaining(`127.0.0.1:${port}`) },
    });
  });
});

describe('of what Postgres refuses', () => {
  let database: Awaited<ReturnType<typeof testDatabase>>;
  beforeAll(async () => {
    database = await testDatabase('fault');
  });
  afterAll(() => database.drop());

  test('the constraint and the message, where it names ours alone; never the row, the values or the statement', async () => {
    const sql = pgDriver(database.url, { max: 1, debug: () => {} });
    await sql`CREATE TABLE people (email text UNIQUE, age int CHECK (age > 0))`;
    await sql`INSERT INTO people VALUES (${CANARY}, 1)`;
    const refused = (age: unknown) => sql`INSERT INTO people VALUES (${CANARY}, ${age as number}::int)`.catch((error: unknown) => error);
    const [twice, negative] = [faultOf(await refused(1)), faultOf(await refused(-1))];
    const unreadable = faultOf(await sql`SELECT ${CANARY}::text::int`.catch((error: unknown) => error));
    await sql.end();
    expect(twice).toMatchObject({
      type: 'PostgresError',
      code: '23505',
      constraint: 'people_email_key',
      table: 'people',
      message: expect.stringContaining('unique'),
    });
    expect(negative).toMatchObject({ code: '23514', constraint: 'people_age_check' });
    expect(unreadable).toMatchObject({ code: '22P02' });
    expect(JSON.stringify([twice, negative, unreadable])).not.toContain('canary');
  });
});

describe('of our own', () => {
  test('the words, and where they were said', () => {
    const error = new RangeError('there is no queue of that name');
    const { type, message, at } = faultOf(error);
    expect([type, message]).toEqual(['RangeError', error.message]);
    expect(at?.[0]).toMatch(/^kit\/fault\.test\.ts:\d+/);
    expect(faultText(error)).toBe('RangeError: there is no queue of that name');
  });
});

describe('a line of the log', () => {
  const written = (write: (log: ReturnType<typeof createLog>) => void): Record<string, unknown> => {
    const lines: string[] = [];
    write(createLog('trace', {}, { write: (line) => void lines.push(line) }));
    expect(lines.length).toBe(1);
    return JSON.parse(lines[0]!) as Record<string, unknown>;
  };

  test('has what is known by name, and says what it leaves out', () => {
    const about = { order_id: 'o1', email: CANARY, input: { email: CANARY }, reason: 'x'.repeat(1_000) };
    expect(written((log) => log.info(about, 'an order'))).toMatchObject({
      order_id: 'o1',
      reason: 'x'.repeat(300),
      msg: 'an order',
      cut: ['email', 'input'],
    });
  });

  test('never takes its words from an error', () => {
    const error = thrown(() => JSON.parse(CANARY));
    for (const write of [
      (log: ReturnType<typeof createLog>) => log.error(error),
      (log: ReturnType<typeof createLog>) => log.error({ err: error }),
    ]) {
      const line = written(write);
      expect(line).toMatchObject({ msg: 'something failed', err: { type: 'SyntaxError' } });
      expect(JSON.stringify(line)).not.toContain('canary');
    }
  });
});
