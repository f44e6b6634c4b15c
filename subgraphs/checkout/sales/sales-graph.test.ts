import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Identity, ROOT } from '../../../kit/identity.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import { testSubgraph } from '../../../schema/testing/subgraph.ts';
import checkout from '../subgraph.ts';

const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 'trace-7' };
const admin: Identity = { ...guest, audience: 'admin', staff: ROOT };
const at = (seconds: number) => new Date(Date.now() + seconds * 1000).toISOString();
const sku = uuidv7();
const input = { slug: 'drop', name: 'Drop', opensAt: at(60), endsAt: at(600), skus: [sku], admissionsPerSecond: 5 };
const SAVE = 'mutation($i:SaleInput!){saleSave(input:$i){sale{id status shuffleSeed} userErrors{code}}}';
const CONTROL = 'mutation($i:SaleControlInput!){saleControl(input:$i){sale{id} userErrors{code}}}';

let shop: Awaited<ReturnType<typeof testSubgraph>>;
beforeAll(async () => {
  const catalog = {
    variants: async ({ skus }: { skus: string[] }) => ({ variants: skus.map((it) => ({ sku: it, variantId: it, productId: it })) }),
  };
  const inventory = {
    availability: async ({ variantIds }: { variantIds: string[] }) => ({
      variants: variantIds.map((variantId) => ({ variantId, available: 1, reserved: 0 })),
    }),
  };
  shop = await testSubgraph(checkout, { peers: { catalog, inventory } });
});
afterAll(() => shop?.close());

const ask = (query: string, variables: Record<string, unknown>, identity = admin) => shop.running.query({ query, variables, identity });

test('staff alone save and control sales', async () => {
  const saving = await ask(SAVE, { i: input }, guest);
  const control = await ask(CONTROL, { i: { saleId: uuidv7(), action: 'PAUSE' } }, guest);
  for (const { data, errors } of [saving, control]) {
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'FORBIDDEN' } }]);
  }
  expect(await shop.sql`SELECT 1 FROM sales`).toEqual([]);
});

test('who saves or controls a sale tells the caches; so does what shows it', async () => {
  const saved = await ask(SAVE, { i: input });
  const { sale } = saved.data!.saleSave as { sale: { id: string } };
  expect([...saved.tags!].sort()).toEqual(['checkout', `checkout:${sale.id}`]);
  const controlled = await ask(CONTROL, { i: { saleId: sale.id, action: 'PAUSE', reason: 'why' } });
  expect([...controlled.tags!].sort()).toEqual(['checkout', `checkout:${sale.id}`]);
  expect(await shop.sql`SELECT action, reason, by FROM sale_actions`).toEqual([
    { action: 'PAUSE', reason: 'why', by: 'admin, request trace-7' },
  ]);
  expect((await ask('{sale(slug:"drop"){id}}', {}, guest)).tags).toEqual([`checkout:${sale.id}`]);
  expect((await ask('{sale(slug:"none"){id}}', {}, guest)).tags).toEqual(['checkout']);
});

test('the seed is nobody’s until the sale is over, not even for staff', async () => {
  const seed = async (identity: Identity) => (await ask('{sale(slug:"drop"){status shuffleSeed}}', {}, identity)).data!.sale;
  expect([await seed(guest), await seed(admin)]).toEqual(Array(2).fill({ status: 'SCHEDULED', shuffleSeed: null }));
  await shop.sql`UPDATE sales SET opens_at = now() - interval '1 minute'`;
  expect(await seed(admin)).toEqual({ status: 'OPEN', shuffleSeed: null });
  await shop.sql`UPDATE sales SET ends_at = now()`;
  expect(await seed(guest)).toEqual({ status: 'ENDED', shuffleSeed: expect.stringMatching(/^[0-9a-f]{64}$/) });
});
