import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { command } from './command.ts';
import { inSeconds, saleGoer } from './sale-goer.ts';
import { type Data, shopper, until } from './shopper.ts';
import { story } from './story.ts';

const BUY = 'mutation($i:CheckoutInput!){checkout(input:$i){__typename ...on CheckoutRejected{userErrors{code}}}}';
/** More than the lane of those without an admission holds, at work and in line. */
const CROWD = 700;
const WAVES = 5;
/** So many sent back are enough to see: then the rest of the crowd hangs up. */
const ENOUGH = 20;

type Seen = { input: object; status: number; retryAfter: string | null; body: Data };

/** As a client behind the proxy that the stories' shops trust. */
async function sent(base: string, query: string, variables: object, address: string, signal?: AbortSignal): Promise<Response> {
  return fetch(`${base}/graphql`, {
    method: 'POST',
    ...(signal && { signal }),
    headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
    body: JSON.stringify({ query, variables }),
  });
}

story(
  'a crowd at the checkout is sent back with 429, and everybody else goes on; a key that was sent back buys later',
  async (_, { gateways, adminKey }) => {
    // lanes are a gateway's own: all of them come to the same one
    const base = gateways[0]!;
    const me = shopper({ base, adminKey });
    const goods = await me.product(0);
    const page = await me.product(1);
    const { sale, join, ticket, admission } = saleGoer(me);
    const drop = await sale(page);
    const waiting = await join(drop.id);
    const token = await admission(drop.id);
    const crowd: Seen[] = [];
    const leaving = new AbortController();
    const sentBack = () => crowd.filter(({ status }) => status === 429);
    const buy = async (i: number) => {
      const input = me.buyingOne(goods.variantId, { email: `crowd-${i}@example.com` });
      try {
        const answer = await sent(base, BUY, { i: input }, `198.51.${i >> 8}.${i & 255}`, leaving.signal);
        crowd.push({ input, status: answer.status, retryAfter: answer.headers.get('retry-after'), body: await answer.json() });
      } catch (error) {
        if (!leaving.signal.aborted) throw error;
      }
      if (sentBack().length >= ENOUGH) leaving.abort();
    };
    let coming = true;
    const waves = (async () => {
      for (let wave = 0; wave < WAVES && !leaving.signal.aborted; wave++)
        await Promise.all(Array.from({ length: CROWD }, (_, i) => buy(i)));
      coming = false;
    })();
    // meanwhile: who looks, who waits in line, who has bought, who is admitted
    do {
      expect((await me.ask('query($id:ID!){product(id:$id){title}}', { id: page.id })).product.title).toBe(page.title);
      expect((await ticket(waiting.id)).id).toBe(waiting.id);
      expect((await me.ask('query($id:ID!){checkoutAttempt(id:$id){__typename}}', { id: randomUUID() })).checkoutAttempt).toBeNull();
    } while (coming);
    await waves;
    const back = sentBack();
    expect(back.length).toBeGreaterThanOrEqual(ENOUGH);
    expect(crowd.map(({ status }) => status).filter((status) => status !== 200 && status !== 429)).toEqual([]);
    for (const { retryAfter, body } of back) {
      expect(Number(retryAfter)).toBeGreaterThanOrEqual(1);
      expect(body.errors).toMatchObject([{ extensions: { code: 'OVERLOADED' } }]);
    }
    // nothing was tried under that key: had it been, it would say for ever that there was no stock. Some of the crowd are still at work
    await me.adjust(goods.variantId, CROWD);
    expect((await me.settled(back[0]!.input)).__typename).toBe('CheckoutCompleted');
    expect((await me.settled(me.buyingOne(page.variantId, { waitingRoomToken: token }))).__typename).toBe('CheckoutCompleted');
    expect((await me.cleanAudit()).findings).toEqual([]);
  },
  120_000,
);

story('one address that asks too much is told when to come again, and may then', async (_, { gateways }) => {
  // rates are a gateway's own, and come back as time goes by: many at once, however slow the machine is
  const base = gateways[0]!;
  const mine = `203.0.113.${1 + Math.floor(Math.random() * 250)}`;
  const ask = (address: string) => sent(base, 'query($id:ID!){cart(id:$id){id}}', { id: randomUUID() }, address);
  let refused: Response | undefined;
  for (let i = 0; i < 20 && !refused; i++) {
    const answers = await Promise.all(Array.from({ length: 100 }, () => ask(mine)));
    refused = answers.find(({ status }) => status === 429);
  }
  const { errors } = (await refused!.json()) as Data;
  expect(errors[0].extensions.code).toBe('RATE_LIMITED');
  const { retryAfterMs } = errors[0].extensions;
  expect(Number(refused!.headers.get('retry-after'))).toBe(Math.ceil(retryAfterMs / 1000));
  expect((await ask('203.0.113.254')).status).toBe(200);
  await new Promise((resolve) => setTimeout(resolve, retryAfterMs));
  const again = await until(
    () => ask(mine),
    ({ status }) => status === 200,
    5_000,
  );
  expect(again.status).toBe(200);
});

story('what a sale takes is told before it opens', async (me, { env }) => {
  const { sale } = saleGoer(me);
  // tomorrow, when no other story's sale runs
  const { slug } = await sale(await me.product(50), { opensAt: inSeconds(86_400), endsAt: inSeconds(90_000) });
  const { status, stdout, stderr } = await command(env, 'sale:prepare', '--sale', slug, '--capacity', '70');
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(new RegExp(`^Sale ${slug} `));
  for (const said of ['50 units free', '30/s: CHECKOUT_CAPACITY binds', '2 of each of', 'no limit per customer'])
    expect(stdout).toContain(said);
});
