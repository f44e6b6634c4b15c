/** Does the work on each item, so many at once, in order. One that fails keeps no other waiting; answers the faults. */
export async function abreast<T>(items: readonly T[], atOnce: number, work: (item: T) => Promise<unknown>): Promise<unknown[]> {
  const faults: unknown[] = [];
  const waiting = items.values();
  const run = async () => {
    // One iterator for all: whoever is free takes the next.
    for (const item of waiting) await work(item).catch((fault: unknown) => faults.push(fault));
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, run));
  return faults;
}
