import { QUEUES } from '../../jobs/queues.ts';
import { contextNames, type ContextName, topology } from '../../topology.ts';

export type Pools = {
  /** Contexts that a checkout asks, and checkout itself: they are scaled together. */
  buying: ContextName[];
  /** Connections that all processes together may open, where each context runs in processes of its own; null: not known. */
  most: number | null;
};

/** Beside the pools of contexts: each process hears of changes, and some put jobs into queues or work them. */
const HEARING = 1;
const OF_A_GATEWAY = 2 + HEARING;
const OF_OPERATIONS = 2;
const OF_JOBS = QUEUES.length + 3 + HEARING;

/** What the pools come to when what a checkout needs runs in so many processes each, and the gateway in so many. */
export async function poolsOf(checkoutProcesses: number | null, gatewayProcesses: number | null): Promise<Pools> {
  const loaded = await Promise.all(contextNames.map(async (name) => [name, (await topology[name].load()).default] as const));
  const checkout = loaded.find(([name]) => name === 'checkout')![1];
  const buying = contextNames.filter((name) => name === 'checkout' || name in checkout.uses);
  const processesOf = (name: ContextName) => (buying.includes(name) ? (checkoutProcesses ?? 1) : 1);
  const contexts = loaded.reduce(
    (sum, [name, { connections, browsing = 0 }]) => sum + processesOf(name) * (connections + browsing + HEARING),
    0,
  );
  const others = (gatewayProcesses ?? 1) * OF_A_GATEWAY + OF_OPERATIONS + OF_JOBS;
  return { buying, most: checkoutProcesses === null ? null : contexts + others };
}
