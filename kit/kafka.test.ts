import { afterEach, beforeEach, expect, test } from 'vitest';
import { createKafka, type EventLog } from './kafka.ts';
import { kafkaDouble } from './testing/kafka-double.ts';

let kafka: Awaited<ReturnType<typeof kafkaDouble>>;
let log: EventLog;
beforeEach(async () => {
  kafka = await kafkaDouble();
  log = createKafka(kafka.brokers);
});
afterEach(async () => {
  await log.close();
  await kafka.close();
});

const message = (key: string, value: string) => ({ key, value, headers: { type: 'orders.OrderPlaced' } });
const values = () => kafka.records('shop').map(({ value }) => value);
/** Tries until it is kept, as the relay does. */
async function keepTrying(...messages: ReturnType<typeof message>[]): Promise<number> {
  for (let tries = 1; ; tries++) {
    try {
      await log.append('shop', messages);
      return tries;
    } catch (error) {
      if (tries === 20) throw error;
    }
  }
}

test('what is appended is kept with its key and headers, and one key always goes to one partition, in order', async () => {
  const keys = Array.from({ length: 12 }, (_, i) => `order-${i}`);
  for (const round of ['1', '2', '3'])
    await log.append(
      'shop',
      keys.map((key) => message(key, `${key} ${round}`)),
    );
  expect(kafka.records('shop')).toHaveLength(36);
  expect(kafka.records('shop')[0]).toMatchObject({ headers: { type: 'orders.OrderPlaced' } });
  for (const key of keys) {
    const own = kafka.records('shop').filter((record) => record.key === key);
    expect(own.map(({ value }) => value)).toEqual([`${key} 1`, `${key} 2`, `${key} 3`]);
    expect(new Set(own.map(({ partition }) => partition)).size).toBe(1);
  }
  expect(new Set(kafka.records('shop').map(({ partition }) => partition)).size).toBeGreaterThan(1);
});

test('a leader that has moved is found again', async () => {
  await log.append('shop', [message('a', '1')]);
  kafka.moveLeader();
  await keepTrying(message('a', '2'));
  expect(values()).toEqual(['1', '2']);
});

test('an answer that is lost is a failure: what is sent again is there twice, and not out of order', async () => {
  kafka.fail('kept, and the answer lost', 'cut off', 'not the leader');
  // who leads, the client finds out by itself
  expect(await keepTrying(message('a', '1'), message('a', '2'))).toBe(3);
  await log.append('shop', [message('a', '3')]);
  expect(values()).toEqual(['1', '2', '1', '2', '3']);
});

test('brokers that are away are a failure, and no more than that once they are back', async () => {
  kafka.away(true);
  await expect(log.append('shop', [message('a', '1')])).rejects.toThrow();
  kafka.away(false);
  await keepTrying(message('a', '1'));
  expect(values()).toEqual(['1']);
});
