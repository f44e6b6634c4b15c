import { expect, test } from 'vitest';
import { createLog } from '../kit/log.ts';
import { Stopper } from './stopper.ts';

test('the last is ended first; one that fails, or never ends, does not keep the others running', async () => {
  const stopper = new Stopper(createLog('silent'), { partMs: 40, allMs: 60 });
  const ended: string[] = [];
  const part = (name: string, stop: () => Promise<void>) => stopper.add(name, name, stop);
  part('postgres', async () => void ended.push('postgres'));
  part('broken', () => Promise.reject(new Error('it is broken')));
  part('hung', () => new Promise(() => {}));
  part('hung too', () => new Promise(() => {}));
  part('gateway', async () => void ended.push('gateway'));
  const stopping = stopper.stop();
  await expect.poll(() => ended).toEqual(['gateway']);
  await stopping;
  expect(ended).toEqual(['gateway', 'postgres']);
});
