import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { EventEnvelope } from './contract.ts';
import { deliver, type Reactions } from './inbox.ts';
import { messageSchema } from './testing/message-schema.ts';
import { uuidv7 } from './uuid.ts';

const event = (note: string, type = 'sample.Noted'): EventEnvelope => ({
  eventId: uuidv7(),
  type,
  aggregateId: note,
  version: 1,
  occurredAt: new Date().toISOString(),
  payload: { note },
});
const noteOf = (it: EventEnvelope) => (it.payload as { note: string }).note;

describe('the inbox', () => {
  let sample: Awaited<ReturnType<typeof messageSchema>>;
  let broken = true;
  const reactions: Reactions = {
    'sample.Noted': async (tx, events) => {
      await tx`INSERT INTO notes SELECT unnest(${events.map(noteOf)}::text[])`;
      if (broken && events.some((it) => noteOf(it) === 'poison')) throw new Error('cannot be understood');
    },
  };
  beforeAll(async () => {
    sample = await messageSchema('inbox');
  });
  afterAll(() => sample.close());
  beforeEach(async () => {
    broken = true;
    await sample.sql`TRUNCATE inbox, notes`;
  });

  const hand = (events: EventEnvelope[]) => deliver(sample.sql, reactions, events);
  const notes = async () => (await sample.sql<{ note: string }[]>`SELECT note FROM notes ORDER BY note`).map((row) => row.note);

  test('an event that comes twice has its effect once', async () => {
    const [a, b] = [event('a'), event('b')];
    expect(await hand([a])).toEqual({ failed: [] });
    expect(await hand([a, b])).toEqual({ failed: [] });
    expect(await notes()).toEqual(['a', 'b']);
  });

  test('so it has when it comes twice in one batch', async () => {
    const a = event('a');
    await hand([a, a]);
    expect(await notes()).toEqual(['a']);
  });

  test('so it has when many deliver it at the same time', async () => {
    const events = ['a', 'b', 'c'].map((note) => event(note));
    const deliveries = await Promise.all(Array.from({ length: 8 }, (_, i) => hand(i % 2 ? events : [...events].reverse())));
    expect(deliveries.flatMap(({ failed }) => failed)).toEqual([]);
    expect(await notes()).toEqual(['a', 'b', 'c']);
  });

  test('one that cannot be handled is named, and holds up nobody', async () => {
    const events = ['a', 'poison', 'b'].map((note) => event(note));
    expect(await hand(events)).toEqual({ failed: [{ eventId: events[1]!.eventId, reason: 'Error: cannot be understood' }] });
    expect(await notes()).toEqual(['a', 'b']);
  });

  test('what Postgres says of it is passed on without the values', async () => {
    const failing: Reactions = { 'sample.Noted': async (tx) => void (await tx`SELECT ${'ada@example.com'}::text::int`) };
    const poison = event('a');
    expect(await deliver(sample.sql, failing, [poison])).toEqual({ failed: [{ eventId: poison.eventId, reason: 'PostgresError 22P02' }] });
  });

  test('it is not remembered as done: it can be handled later, once', async () => {
    const poison = event('poison');
    await hand([poison]);
    broken = false;
    expect(await hand([poison])).toEqual({ failed: [] });
    expect(await hand([poison])).toEqual({ failed: [] });
    expect(await notes()).toEqual(['poison']);
  });

  test('what nobody listens to is neither handled nor remembered', async () => {
    expect(await hand([event('a', 'sample.Ignored')])).toEqual({ failed: [] });
    expect(await sample.sql`SELECT 1 FROM inbox`).toHaveLength(0);
  });
});
