/** How often each planned fault has happened. A drill in which one never did has proved nothing, and fails. */
export type Reach = {
  plan(...faults: string[]): void;
  hit(fault: string, times?: number): void;
  counts(): Record<string, number>;
  missing(): string[];
};

export function createReach(): Reach {
  const hits = new Map<string, number>();
  return {
    plan: (...faults) => {
      for (const fault of faults) hits.set(fault, hits.get(fault) ?? 0);
    },
    hit: (fault, times = 1) => void hits.set(fault, (hits.get(fault) ?? 0) + times),
    counts: () => Object.fromEntries([...hits].sort(([a], [b]) => a.localeCompare(b))),
    missing: () => [...hits].filter(([, count]) => count === 0).map(([fault]) => fault),
  };
}
