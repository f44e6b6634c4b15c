import { setTimeout as sleep } from 'node:timers/promises';
import { type Drill, eventually, must, type Scenario } from '../drill.ts';

const PAGE = 'query($s:String!){product(slug:$s){title variants{id price{amountMinor} availability{status}}}}';
const SEARCH = '{products(first:5){nodes{title}}}';
/** A page of what is left of the shop may cost a look at a part that is not there, and no more. */
const PATIENCE_MS = 6_000;

type Seen = { ms: number; data: Record<string, unknown> | null; codes: string[] };

/** Each look in other words than the one before: what is kept of an earlier one would hide what is away. */
let looks = 0;

async function look({ me }: Drill, query: string, variables: object): Promise<Seen> {
  const began = performance.now();
  const answer = await me.gql(`${query} # ${looks++}`, variables);
  const codes = (answer.errors ?? []).map((error) => String(error.extensions?.code));
  return { ms: performance.now() - began, data: answer.data ?? null, codes };
}

const title = (seen: Seen) => (seen.data?.product as { title: string } | null)?.title;

/** What a page still shows while this part is away, and what it costs. */
async function without(
  drill: Drill,
  part: string,
  slug: string,
  takeAway: () => Promise<void> | void,
  bringBack: () => void,
): Promise<void> {
  await takeAway();
  try {
    await sleep(200);
    const page = await look(drill, PAGE, { s: slug });
    must(page.ms < PATIENCE_MS, `without ${part} a page took ${Math.round(page.ms)} ms`);
    if (part === 'catalog') must(page.codes.length > 0, 'a page without its catalogue is an error, not an empty page');
    else must(title(page), `without ${part} a page lost more than that part's fields: ${JSON.stringify(page)}`);
    const list = await look(drill, SEARCH, {});
    must(list.ms < PATIENCE_MS, `without ${part} a list took ${Math.round(list.ms)} ms`);
  } finally {
    bringBack();
  }
  await drill.world.ready();
}

const PARTS = ['catalog', 'search', 'inventory', 'cart', 'checkout', 'orders', 'payments', 'fulfillment', 'operations', 'jobs'];

/** One part after the other, as many as there is time for. */
async function eachInTurn(
  drill: Drill,
  parts: string[],
  fault: string,
  away: (part: string) => Promise<void> | void,
  back: (part: string) => void,
) {
  const { slug } = await drill.me.product(5);
  drill.reach.plan(fault);
  for (const part of drill.random.shuffle(parts).slice(0, drill.count(99, 1))) {
    await without(
      drill,
      part,
      slug,
      () => away(part),
      () => back(part),
    );
    drill.reach.hit(fault);
  }
  await drill.settle();
}

const f46: Scenario = {
  row: 'F46',
  title: 'each subgraph is away in turn: its own fields are missing, and nobody else’s',
  only: 'many processes',
  run: (drill) => {
    const { processes } = drill.world;
    return eachInTurn(drill, PARTS, 'subgraph away', (part) => processes.end(part, 'SIGKILL', { stay: true }), processes.revive);
  },
};

const f47: Scenario = {
  row: 'F47',
  title: 'a subgraph accepts and never answers: it is given up in its time',
  only: 'many processes',
  run: (drill) => {
    const signal = (name: 'SIGSTOP' | 'SIGCONT') => (part: string) => drill.world.processes.signal(part, name);
    return eachInTurn(drill, ['catalog', 'search', 'inventory'], 'subgraph hung', signal('SIGSTOP'), signal('SIGCONT'));
  },
};

const f44: Scenario = {
  row: 'F44',
  title: 'search is down: products are shown and sold',
  only: 'many processes',
  async run(drill) {
    const { world, me, reach } = drill;
    const product = await me.product(50);
    reach.plan('search down');
    await world.processes.end('search', 'SIGKILL', { stay: true });
    reach.hit('search down');
    const bought = await drill.buyMany(drill.count(20, 4), 4, () => me.buyingOne(product.variantId));
    const page = await look(drill, PAGE, { s: product.slug });
    must(title(page) && page.codes.length === 0, 'a product page does not need the search');
    world.processes.revive('search');
    await world.ready();
    await drill.settle();
    must(
      bought.every((purchase) => purchase.outcome === 'completed'),
      'a purchase does not need the search',
    );
  },
};

const f17: Scenario = {
  row: 'F17',
  title: 'a subscriber is down: what it has missed comes, in order, when it is back',
  async run(drill) {
    const { world, me, reach } = drill;
    const product = await me.product(0);
    reach.plan('subscriber down');
    const away = world.topology === 'one process' ? 'all' : 'search';
    if (away === 'search') await world.processes.end(away, 'SIGKILL', { stay: true });
    const end = Date.now() + drill.count(30_000, 2_000);
    let round = 0;
    while (Date.now() < end) await me.resave(product, { title: `Missed ${++round}` });
    await me.resave(product, { title: 'Seen' });
    reach.hit('subscriber down');
    if (away === 'search') world.processes.revive(away);
    else await world.processes.end(away, 'SIGKILL');
    await eventually('the index has the last word', async () => {
      const [row] = await world.books<{ title: string }[]>`SELECT title FROM search.documents WHERE product_id = ${product.id}`;
      return row?.title === 'Seen';
    });
    await drill.settle();
  },
};

export const serviceFaults: Scenario[] = [f17, f44, f46, f47];
