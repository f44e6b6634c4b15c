import { openChild } from '../child.ts';
import { type Figures, medianOf, type Row } from '../figures.ts';
import type { ConstantJob, ConstantServer } from '../limits/constant-server.ts';
import { type PageRequest, wrk } from '../load/wrk.ts';
import { type BenchWorld, WARM_UP_SECONDS, withCpu } from '../measures/bench-world.ts';
import type { Shop } from '../shop.ts';
import { ask } from './pages.ts';

const SERVER = new URL('../limits/constant-server.ts', import.meta.url);
const CONCURRENCIES = [1, 16, 64];
/** Ours and the limit take turns: the machine is not as fast in one moment as in the next. The median of each counts. */
const ROUNDS = 3;
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
      const load = (base: string, warmUpSeconds: number) =>
        wrk({ base, requests, connections, seconds: world.seconds, warmUpSeconds }, world.signal);
      const [ours, limits, costs]: [Figures[], Figures[], number[]] = [[], [], []];
      for (let round = 0; round < ROUNDS; round++) {
        const warmUp = round === 0 ? WARM_UP_SECONDS : 0;
        const { figures, shopCpuMs } = await withCpu(shop, () => load(shop.base, warmUp));
        ours.push(figures);
        if (shopCpuMs !== null && round > 0) costs.push(shopCpuMs);
        limits.push((await load(new URL(constant.result.url).origin, warmUp)).figures);
      }
      const after = await read();
      if (after.some((text, i) => text !== before[i])) throw new Error(`${measure}: a page has changed while nothing in the shop did`);
      yield {
        measure,
        concurrency: connections,
        ours: medianOf(ours, ({ perSecond }) => perSecond),
        limit: medianOf(limits, ({ perSecond }) => perSecond),
        limitIs: 'node:http, constant body',
        shopCpuMs: costs.length > 0 ? medianOf(costs, (ms) => ms) : null,
        notes: [about, ...notes],
      };
    }
  } finally {
    await constant.close();
  }
}
