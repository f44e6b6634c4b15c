import { serverAudits } from 'graphql-http';
import { expect } from 'vitest';
import { command } from './command.ts';
import { until } from './shopper.ts';
import { contextNames } from '../topology.ts';
import { story } from './story.ts';

story('each part runs where its topology says', async (_, { topology, pids }) => {
  const distinct = new Set(Object.values(pids));
  // each context, two gateways, two workers, and the provider's simulator
  expect(distinct.size).toBe(topology === 'one process' ? 1 : contextNames.length + 5);
  for (const pid of distinct) expect(process.kill(pid, 0)).toBe(true);
});

story('nobody reaches a context around the gateway', async (_, { env }) => {
  for (const [name, url] of Object.entries(env).filter(([key]) =>
    /^(CATALOG|SEARCH|INVENTORY|CART|CHECKOUT|ORDERS|PAYMENTS|OPERATIONS)_URL$/.test(key),
  )) {
    for (const authorization of [undefined, 'Bearer 9999999999.forged']) {
      const answer = await fetch(`${url}/query`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
        body: '{"query":"{__typename}"}',
      });
      expect(answer.status, name).toBe(401);
    }
  }
});

story('it says whether it is well, and what it measures', async (me, { base, watched }) => {
  expect((await fetch(`${base}/healthz`)).status).toBe(200);
  expect((await fetch(`${base}/readyz`)).status).toBe(200);
  expect((await fetch(`${base}/metrics`)).status).toBe(404);
  expect((await me.manage('{jobQueues{name waiting failed}}')).jobQueues.map((queue: { name: string }) => queue.name)).toEqual(
    expect.arrayContaining(['saga-recovery', 'waiting-room-admission']),
  );
  const { variantId } = await me.product(1);
  await me.settled(me.buyingOne(variantId));
  // every process at a port of its own, the one without any other among them
  const told = await Promise.all(
    Object.entries(watched).map(async ([part, url]) => {
      for (const page of ['healthz', 'readyz']) expect((await fetch(new URL(page, url))).status, `${part} ${page}`).toBe(200);
      return [part, await (await fetch(url)).text()] as const;
    }),
  );
  const at = (part: string) => told.find(([name]) => name === part || name === 'all')![1];
  expect(new Set(Object.values(watched)).size).toBe(told.length);
  for (const [part, line] of [
    ['gateway', /^holdfast_operation_seconds_count\{endpoint="storefront",operation="checkout",outcome="ok"\} [1-9]/m],
    ['gateway', /^holdfast_subgraph_seconds_count\{subgraph="checkout",outcome="ok"\} [1-9]/m],
    ['gateway', /^holdfast_queue_jobs\{queue="search-indexing",state="waiting"\} \d/m],
    ['jobs', /^holdfast_queue_oldest_seconds\{queue="search-indexing"\} \d/m],
    ['jobs', /^holdfast_job_seconds_count\{queue="saga-recovery",outcome="done"\} [1-9]/m],
    ['checkout', /^holdfast_checkouts_total\{outcome="CheckoutCompleted",code=""\} [1-9]/m],
    ['checkout', /^holdfast_sagas\{saga="PlaceOrder",state="STUCK"\} 0/m],
    ['orders', /^holdfast_outbox_oldest_seconds\{context="orders",waiting_for="relay"\} \d/m],
    ['payments', /^holdfast_provider_seconds_count\{call="confirm",outcome="done"\} [1-9]/m],
    ['operations', /^holdfast_money_unaccounted_minor\{currency="EUR"\} 0/m],
    ['search', /^holdfast_search_lag_seconds 0/m],
    ['inventory', /^holdfast_database_connections_max\{context="inventory"\} [1-9]/m],
  ] as const)
    expect(at(part), part).toMatch(line);
});

story('the graphql-http audit finds no error', async (_, { base }) => {
  const results = await Promise.all(serverAudits({ url: `${base}/graphql`, fetchFn: fetch }).map((audit) => audit.fn()));
  expect(results.filter((result) => result.status === 'error')).toEqual([]);
});

story('the demo shop can be browsed: categories, facets, pages, pictures', async (me, { base }) => {
  const { products } = await me.ask(
    '{products(first:10,sort:PRICE_ASC){totalCount facets{key values{value count}} pageInfo{endCursor hasNextPage} nodes{slug title images{url altText} category{path{name}} priceRange{min{amountMinor}}}}}',
  );
  expect(products.totalCount).toBeGreaterThanOrEqual(200);
  expect(products.facets.length).toBeGreaterThanOrEqual(3);
  const prices = products.nodes.map((node: { priceRange: { min: { amountMinor: number } } }) => node.priceRange.min.amountMinor);
  expect(prices).toEqual([...prices].sort((a, b) => a - b));
  const picture = await fetch(new URL(products.nodes.find((node: { images: object[] }) => node.images.length > 0).images[0].url, base));
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/svg+xml; charset=utf-8']);
  expect(picture.headers.get('cache-control')).toContain('immutable');
  const { categories } = await me.ask('{categories{name children{name children{name path{name}}}}}');
  expect(
    categories.flatMap((root: { children: { children: object[] }[] }) => root.children.flatMap((child) => child.children)).length,
  ).toBeGreaterThan(10);
});

story(
  'one-off commands work on the shop that runs',
  async (me, { env, topology }) => {
    const { variantId } = await me.product(2);
    await me.settled(me.buyingOne(variantId));
    await me.cleanAudit();
    const audit = await command(env, 'audit');
    expect(audit.status, `${topology}: ${audit.stdout}${audit.stderr}`).toBe(0);
    expect((await command(env, 'audit', '--help')).stdout).toContain('Usage: npm run audit');
    const reindex = await command(env, 'reindex');
    expect(reindex.stdout, reindex.stderr).toMatch(/\d+ products are in the index/);
    expect(
      (
        await until(
          () => me.ask('{products{totalCount}}'),
          (answer) => answer.products.totalCount > 200,
          5_000,
        )
      ).products.totalCount,
    ).toBeGreaterThan(200);
  },
  120_000,
);
