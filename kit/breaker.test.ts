import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { breaker, BreakerOpen, type BreakerState } from './breaker.ts';

const OPEN_MS = 1_000;
const well = async () => 'well';
const sick = async () => {
  throw new Error('sick');
};

function onATestClock(failures = 3, isFailure?: (error: unknown) => boolean) {
  let time = 0;
  const changes: BreakerState[] = [];
  const fuse = breaker({ failures, openMs: OPEN_MS, changed: (to) => changes.push(to), now: () => time, ...(isFailure && { isFailure }) });
  /** How a call ended: its result, its fault's message, or that it was not made. */
  const run = (work: () => Promise<string>) =>
    fuse.run(work).catch((error: Error) => (error instanceof BreakerOpen ? 'not made' : error.message));
  return { fuse, run, changes, pass: (ms: number) => (time += ms) };
}

describe('a breaker', () => {
  test('opens after so many failures in a row, and then refuses at once', async () => {
    const { fuse, run, pass } = onATestClock();
    for (const work of [sick, sick, well, sick, sick]) await run(work);
    expect(fuse.state()).toBe('closed');
    await run(sick);
    expect(fuse.state()).toBe('open');
    pass(400);
    await expect(fuse.run(well)).rejects.toMatchObject({ name: 'BreakerOpen', retryAfterMs: 600 });
  });

  test('lets one through when its time is over: that one decides', async () => {
    const { fuse, run, pass, changes } = onATestClock(1);
    await run(sick);
    pass(OPEN_MS);
    expect(fuse.state()).toBe('half-open');
    expect(await Promise.all([run(sick), run(well), run(well)])).toEqual(['sick', 'not made', 'not made']);
    expect(fuse.state()).toBe('open');
    pass(OPEN_MS - 1);
    expect(await run(well)).toBe('not made');
    pass(1);
    expect(await Promise.all([run(well), run(sick)])).toEqual(['well', 'not made']);
    expect(changes).toEqual(['open', 'half-open', 'open', 'half-open', 'closed']);
  });

  test('a refusal is an answer: it counts as well, and closes', async () => {
    const { fuse, run, pass } = onATestClock(2, (error) => (error as Error).message === 'sick');
    const refuse = async () => {
      throw new Error('no');
    };
    for (const work of [sick, refuse, sick, refuse, refuse, refuse]) await run(work);
    expect(fuse.state()).toBe('closed');
    for (const work of [sick, sick]) await run(work);
    pass(OPEN_MS);
    expect(await run(refuse)).toBe('no');
    expect(fuse.state()).toBe('closed');
  });

  test('who began before it opened neither opens it longer nor closes it', async () => {
    const { fuse, run, pass } = onATestClock(1);
    let end = { well: (_: string) => {}, sick: (_: Error) => {} };
    const slow = [0, 1].map(() => run(() => new Promise((resolve, reject) => (end = { well: resolve, sick: reject }))));
    const [, last] = slow;
    await run(sick);
    pass(OPEN_MS);
    expect(await run(well)).toBe('well');
    end.sick(new Error('sick'));
    expect(await last).toBe('sick');
    expect(fuse.state()).toBe('closed');
  });

  test('work that throws before it awaits is a failure like any other', async () => {
    const { fuse } = onATestClock(1);
    const thrown = fuse.run(() => {
      throw new Error('at once');
    });
    await expect(thrown).rejects.toThrow('at once');
    expect(fuse.state()).toBe('open');
  });

  test('whatever happens: open only after so many failures in a row, and never asked while it is open', async () => {
    const step = fc.oneof(fc.constantFrom('well', 'sick'), fc.integer({ min: 1, max: 1_500 }));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 40 }), async (failures, steps) => {
        const { run, pass } = onATestClock(failures);
        let [inARow, waited, open] = [0, 0, false];
        for (const one of steps) {
          if (typeof one === 'number') {
            pass(one);
            waited += one;
            continue;
          }
          const mayAsk = !open || waited >= OPEN_MS;
          expect(await run(one === 'well' ? well : sick)).toBe(mayAsk ? one : 'not made');
          if (!mayAsk) continue;
          inARow = one === 'well' ? 0 : inARow + 1;
          open = one === 'sick' && (open || inARow >= failures);
          if (open) [inARow, waited] = [0, 0];
        }
      }),
    );
  });
});
