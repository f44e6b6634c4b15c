import { openChild } from '../child.ts';
import type { Row } from '../figures.ts';
import type { ConstantJob, ConstantServer } from '../limits/constant-server.ts';
import { type PageRequest, wrk } from '../load/wrk.ts';
import { type BenchWorld, WARM_UP_SECONDS, withCpu } from '../measures/bench-world.ts';
import type { Shop } from '../shop.ts';
import { ask } from './pages.ts';

const SERVER = new URL('../limits/constant-server.ts', import.meta.url);
const CONCURRENCIES = [1, 16, 64];
/** So many of the pages are compared byte for byte, before and after. */
const COMPARED = 50;

type Measured = {
  measure: string;
  shop: Shop;
  requests: PageRequest[];
  callers?: number[];
  notes?: string[];
  isRight: (answer: Answer) => boolean;
};
export type Answer = { data?: Record<string, unknown> | null; errors?: unknown };

/**
 * Pages of a shop, and beside them a server that can do nothing but read the same requests and give the bytes of the first
 * page. Each page must be right, and after the measure the same as before.
 */
export async function* measured(
  world: BenchWorld,
  { measure, shop, requests, callers = CONCURRENCIES, notes = [], isRight }: Measured,
): AsyncGenerator<Row> {
  const chosen = requests.slice(0, COMPARED);
  const read = () => Promise.all(chosen.map((request) => ask(shop.base, request)));
  const before = await read();
  const wrong = before.find((text) => !isRight(JSON.parse(text) as Answer) || text.includes('"errors"'));
  if (wrong !== undefined) throw new Error(`${measure}: the page is wrong: ${wrong.slice(0, 300)}`);
  const constant = await openChild<ConstantJob, ConstantServer>(SERVER, { body: before[0]! }, world.signal);
  const size = Math.round(before.reduce((sum, text) => sum + Buffer.byteLength(text), 0) / before.length);
  const about = `${measure}: ${requests.length === 1 ? 'one page' : `${requests.length} pages in turn`}, ${size} bytes`;
  try {
    for (const connections of callers) {
      const load = (base: string) =>
        wrk({ base, requests, connections, seconds: world.seconds, warmUpSeconds: WARM_UP_SECONDS }, world.signal);
      const { figures: ours, shopCpuMs } = await withCpu(shop, () => load(shop.base));
      const after = await read();
      if (after.some((text, i) => text !== before[i])) throw new Error(`${measure}: a page has changed while nothing in the shop did`);
      const { figures: limit } = await load(new URL(constant.result.url).origin);
      yield { measure, concurrency: connections, ours, limit, limitIs: 'node:http, constant body', shopCpuMs, notes: [about, ...notes] };
    }
  } finally {
    await constant.close();
  }
}
