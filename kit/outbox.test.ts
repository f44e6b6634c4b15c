import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { defineContract } from './contract.ts';
import { emit, eventOf, eventsHandled, eventsPublished, forgetEvents, type NewEvent, takeEvents } from './outbox.ts';
import { messageSchema } from './testing/message-schema.ts';
import { uuidv7 } from './uuid.ts';

const contract = defineContract('sample', { commands: {}, events: { Noted: z.object({ note: z.string() }) } });
const noted = (note: string, version = 1): NewEvent => eventOf(contract, 'Noted', { id: 'note-1', version }, { note });
const [relay, otherRelay] = [uuidv7(), uuidv7()];

describe('the outbox', () => {
  let sample: Awaited<ReturnType<typeof messageSchema>>;
  beforeAll(async () => {
    sample = await messageSchema('outbox');
  });
  afterAll(() => sample.close());
  beforeEach(async () => void (await sample.sql`TRUNCATE outbox, leases`));

  const take = async (owner = relay, limit = 100) =>
    (await takeEvents(sample.sql, owner, limit)).map(({ payload }) => (payload as { note: string }).note);
  const publish = async (owner = relay) => {
    const events = await takeEvents(sample.sql, owner, 100);
    await eventsPublished(
      sample.sql,
      events.map((event) => ({ eventId: event.eventId, to: [] })),
    );
  };

  test('gives each event as it was told, oldest first', async () => {
    await emit(sample.sql, [noted('a', 7), noted('b', 8)]);
    const events = await takeEvents(sample.sql, relay, 100);
    expect(events).toEqual([
      expect.objectContaining({ type: 'sample.Noted', aggregateId: 'note-1', version: 7, payload: { note: 'a' } }),
      expect.objectContaining({ version: 8, payload: { note: 'b' } }),
    ]);
    expect(z.iso.datetime().safeParse(events[0]!.occurredAt).success).toBe(true);
    expect(Math.abs(Date.now() - Date.parse(events[0]!.occurredAt))).toBeLessThan(60_000);
    expect(await take(relay, 1)).toEqual(['a']);
  });

  test('a payload that the contract does not know is not told', () => {
    expect(() => eventOf(contract, 'Noted', { id: '1', version: 1 }, { note: 1 } as never)).toThrow();
  });

  test('what was published is not taken again', async () => {
    await emit(sample.sql, [noted('a')]);
    await publish();
    await emit(sample.sql, [noted('b')]);
    expect(await take()).toEqual(['b']);
  });

  test('a late commit with a lower id is not passed over', async () => {
    let commit = () => {};
    const late = sample.sql.begin(async (tx) => {
      await emit(tx, [noted('late')]);
      await new Promise<void>((resolve) => {
        commit = resolve;
      });
    });
    await expect
      .poll(() => sample.sql`SELECT 1 FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE '%INSERT INTO outbox%'`)
      .toHaveLength(1);
    await emit(sample.sql, [noted('early')]);
    expect(await take()).toEqual(['early']);
    await publish();
    commit();
    await late;
    const [ids] = await sample.sql<{ right: boolean }[]>`
      SELECT (SELECT id FROM outbox WHERE payload->>'note' = 'late') < (SELECT id FROM outbox WHERE payload->>'note' = 'early') AS right`;
    expect(ids!.right).toBe(true);
    expect(await take()).toEqual(['late']);
  });

  test('of a command that was rolled back nothing is told', async () => {
    const command = sample.sql.begin(async (tx) => {
      await emit(tx, [noted('never')]);
      throw new Error('changed its mind');
    });
    await expect(command).rejects.toThrow('changed its mind');
    expect(await take()).toEqual([]);
  });

  test('of two relays only the one that holds the lease takes, and the other when it is over', async () => {
    await emit(sample.sql, [noted('a')]);
    expect(await take(relay)).toEqual(['a']);
    expect(await take(otherRelay)).toEqual([]);
    expect(await take(relay)).toEqual(['a']);
    await sample.sql`UPDATE leases SET until = now() - interval '1 second'`;
    expect(await take(otherRelay)).toEqual(['a']);
    expect(await take(relay)).toEqual([]);
  });

  test('of many relays at once exactly one takes', async () => {
    await emit(sample.sql, [noted('a')]);
    const taken = await Promise.all(Array.from({ length: 12 }, () => take(uuidv7())));
    expect(taken.filter((notes) => notes.length > 0)).toHaveLength(1);
  });

  describe('once published to subscribers', () => {
    const send = async (...to: string[]) => {
      await emit(sample.sql, [noted('a')]);
      const [event] = await takeEvents(sample.sql, relay, 100);
      await eventsPublished(sample.sql, [{ eventId: event!.eventId, to }]);
      return event!.eventId;
    };
    const longAgo = () => sample.sql`UPDATE outbox SET published_at = published_at - interval '21 seconds'`;
    const outgoing = async () => (await takeEvents(sample.sql, relay, 100)).map((event) => event.to);

    test('one that a queue has lost is sent again, to those alone who do not know of it', async () => {
      const eventId = await send('search', 'mail');
      expect(await outgoing()).toEqual([]);
      await eventsHandled(sample.sql, { subscriber: 'mail', eventIds: [eventId], outcome: 'delivered' });
      await longAgo();
      expect(await outgoing()).toEqual([['search']]);
      await eventsPublished(sample.sql, [{ eventId, to: ['search'] }]);
      expect(await outgoing()).toEqual([]);
      await eventsHandled(sample.sql, { subscriber: 'search', eventIds: [eventId], outcome: 'delivered' });
      await longAgo();
      expect(await outgoing()).toEqual([]);
    });

    test('one that is being tried is not taken for lost', async () => {
      const eventId = await send('search');
      await longAgo();
      await eventsHandled(sample.sql, { subscriber: 'search', eventIds: [eventId], outcome: 'tried' });
      expect(await outgoing()).toEqual([]);
    });

    test('one on which a subscriber has failed for good is remembered as dead, and not sent again', async () => {
      const eventId = await send('search', 'mail');
      await eventsHandled(sample.sql, { subscriber: 'search', eventIds: [eventId], outcome: 'dead' });
      await eventsHandled(sample.sql, { subscriber: 'search', eventIds: [eventId], outcome: 'dead' });
      await longAgo();
      expect(await outgoing()).toEqual([['mail']]);
      const [row] = await sample.sql`SELECT awaiting, dead FROM outbox`;
      expect(row).toEqual({ awaiting: ['mail'], dead: ['search'] });
    });
  });

  test('is swept: published a week ago goes, unpublished stays whatever its age', async () => {
    await emit(sample.sql, [noted('old'), noted('old and unpublished'), noted('recent')]);
    await sample.sql`UPDATE outbox SET occurred_at = now() - interval '8 days', published_at = CASE payload->>'note'
      WHEN 'old' THEN now() - interval '8 days' WHEN 'recent' THEN now() - interval '6 days' END`;
    await forgetEvents(sample.sql);
    const left = await sample.sql<{ note: string }[]>`SELECT payload->>'note' AS note FROM outbox ORDER BY id`;
    expect(left.map((row) => row.note)).toEqual(['old and unpublished', 'recent']);
  });
});
