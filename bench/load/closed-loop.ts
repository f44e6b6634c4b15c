import { type Figures, figuresOf } from '../figures.ts';

export type Load = { callers: number; seconds: number; warmUpSeconds: number };
/** `completed` counts all that was done, the warm-up and what was under way at the end included. */
export type Loaded = { figures: Figures; completed: number; notes?: string[] };

/** So many callers, each asking again as soon as it has its answer. A wrong answer throws, and ends the measure. */
export async function closedLoop({ callers, seconds, warmUpSeconds }: Load, act: () => Promise<void>): Promise<Loaded> {
  const begin = performance.now() + warmUpSeconds * 1000;
  const end = begin + seconds * 1000;
  const durations: number[] = [];
  let completed = 0;
  let failed = false;
  const caller = async () => {
    for (let asked = performance.now(); asked < end && !failed; asked = performance.now()) {
      await act().catch((error: unknown) => {
        failed = true;
        throw error;
      });
      completed++;
      const answered = performance.now();
      if (answered >= begin && answered < end) durations.push(answered - asked);
    }
  };
  await Promise.all(Array.from({ length: callers }, caller));
  return { figures: figuresOf(durations, seconds), completed };
}
