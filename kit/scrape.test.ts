import { afterEach, expect, test } from 'vitest';
import { createLog } from './log.ts';
import { freshen, onScrape, type Sample } from './scrape.ts';
import { queueOldest } from './state-metrics.ts';
import { metrics } from './telemetry.ts';

const log = createLog('silent');
const AT_ONCE = { againMs: 0 };
const HASTY = { againMs: 0, patienceMs: 100 };
const sample = (queue: string, value: number): Sample => ({ gauge: queueOldest, labels: { queue }, value });
const told = async () =>
  (await metrics.metrics())
    .split('\n')
    .filter((line) => /^holdfast_(queue_oldest_seconds|state_known)\{/.test(line) && line.includes('scraped'))
    .sort();
const known = (value: 0 | 1) => `holdfast_state_known{part="scraped"} ${value}`;
const line = (queue: string, value: number) => `holdfast_queue_oldest_seconds{queue="${queue}"} ${value}`;

let end = () => {};
afterEach(() => end());

test('what is read is shown, what is gone is shown no more, and nothing is left at the end', async () => {
  let samples = [sample('scraped-a', 1), sample('scraped-b', 2)];
  end = onScrape('scraped', async () => samples, log);
  await freshen(AT_ONCE);
  expect(await told()).toEqual([line('scraped-a', 1), line('scraped-b', 2), known(1)]);
  samples = [sample('scraped-a', 3)];
  await freshen(AT_ONCE);
  expect(await told()).toEqual([line('scraped-a', 3), known(1)]);
  end();
  expect(await told()).toEqual([]);
});

test('however many scrape, it is looked once in a while', async () => {
  let looks = 0;
  end = onScrape('scraped', async () => [sample('scraped-a', ++looks)], log);
  await Promise.all(Array.from({ length: 20 }, () => freshen()));
  await freshen();
  expect(looks).toBe(1);
  expect(await told()).toEqual([line('scraped-a', 1), known(1)]);
});

test('what cannot be read is left out rather than told as it was, and that it is not known is told', async () => {
  let isAway = false;
  const look = async () => {
    if (isAway) throw new Error('the database is away');
    return [sample('scraped-a', 1)];
  };
  end = onScrape('scraped', look, log);
  await freshen(AT_ONCE);
  isAway = true;
  await freshen(AT_ONCE);
  expect(await told()).toEqual([known(0)]);
  isAway = false;
  await freshen(AT_ONCE);
  expect(await told()).toEqual([line('scraped-a', 1), known(1)]);
});

test('a look that hangs keeps no scrape waiting for long, and is not begun again meanwhile', async () => {
  let looks = 0;
  let answer = (_: Sample[]) => {};
  const look = () => {
    looks++;
    return new Promise<Sample[]>((resolve) => (answer = resolve));
  };
  end = onScrape('scraped', look, log);
  await freshen(HASTY);
  await freshen(HASTY);
  expect([looks, await told()]).toEqual([1, [known(0)]]);
  answer([sample('scraped-a', 7)]);
  await expect.poll(told).toEqual([line('scraped-a', 7), known(1)]);
});
