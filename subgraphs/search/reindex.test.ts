import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { EventEnvelope } from '../../kit/contract.ts';
import type { ProductDocument } from '../catalog/contract.ts';
import { aDocument, idOf, saved, stockChanged } from './testing/documents.ts';
import { testIndex } from './testing/test-index.ts';

type Page = { after?: string | null; limit: number };
let source: { documents: ProductDocument[]; stock: { variantId: string; productId: string; available: number; version: number }[] };
let meanwhile: () => Promise<void>;

/** The two sources, two rows a page; before a page is handed out something may happen. */
async function page<T>(
  rows: T[],
  idOfRow: (row: T) => string,
  after: string | null | undefined,
): Promise<{ rows: T[]; next: string | null }> {
  await meanwhile();
  const rest = rows.filter((row) => !after || idOfRow(row) > after).slice(0, 2);
  return { rows: rest, next: rest.length === 2 ? idOfRow(rest[1]!) : null };
}
let index: Awaited<ReturnType<typeof testIndex>>;
beforeAll(async () => {
  index = await testIndex({
    catalog: {
      productDocuments: async ({ after }: Page) => {
        const { rows, next } = await page([...source.documents], (row) => row.productId, after);
        return { documents: rows, next };
      },
    },
    inventory: {
      stockPage: async ({ after }: Page) => {
        const { rows, next } = await page([...source.stock], (row) => row.variantId, after);
        return { variants: rows, next };
      },
    },
  });
});
afterAll(() => index.close());
beforeEach(async () => {
  await index.empty();
  meanwhile = async () => {};
  const documents = [1, 2, 3, 4, 5].map((n) => aDocument(n, `Lamp ${n}`, { version: 3 }));
  source = {
    documents,
    stock: documents.map((d, i) => ({ variantId: d.variants[0]!.variantId, productId: d.productId, available: i % 2, version: 7 })),
  };
});

const titles = async (variables: object = {}) => {
  const rows = await index.sql<{ id: string; title: string }[]>`SELECT product_id AS id, title FROM documents`;
  const byId = new Map(rows.map((row) => [row.id, row.title]));
  return (await index.products({ sort: 'TITLE', ...variables })).nodes.map(({ id }) => byId.get(id));
};
const deliver = async (...events: EventEnvelope[]) => expect(await index.running.deliver(events)).toEqual({ failed: [] });

test('builds an empty index from its sources', async () => {
  expect(await index.ask.reindex({})).toEqual({ products: 5 });
  expect(await titles()).toEqual(['Lamp 1', 'Lamp 2', 'Lamp 3', 'Lamp 4', 'Lamp 5']);
  expect(await titles({ filter: { inStock: true } })).toEqual(['Lamp 2', 'Lamp 4']);
});

test('removes what its sources do not know, words and facets with it, and mends what is wrong', async () => {
  await deliver(
    saved(aDocument(9, 'Forgotten Umbrella', { brand: 'Gone' })),
    saved(aDocument(1, 'Wrong', { version: 99 })),
    stockChanged(idOf(4, 1), idOf(3, 1), true, 99),
  );
  await index.ask.reindex({});
  expect(await titles()).toEqual(['Lamp 1', 'Lamp 2', 'Lamp 3', 'Lamp 4', 'Lamp 5']);
  expect(await titles({ filter: { inStock: true } })).toEqual(['Lamp 2', 'Lamp 4']);
  expect((await index.sql`SELECT word FROM words WHERE word IN ('umbrella', 'wrong')`).length).toBe(0);
  expect((await index.sql`SELECT 1 FROM facet_values WHERE id > 0`).length).toBe(0);
});

test('an event that comes meanwhile is not undone by an older page, and nothing is ever missing', async () => {
  await index.ask.reindex({});
  let calls = 0;
  meanwhile = async () => {
    expect((await titles()).length).toBeGreaterThanOrEqual(5);
    if (calls++ > 0) return;
    await deliver(
      saved(aDocument(2, 'Newer Lamp', { version: 4 })),
      saved(aDocument(8, 'New Lamp')),
      stockChanged(idOf(4, 1), idOf(3, 1), true, 8),
    );
  };
  await index.ask.reindex({});
  expect(await titles()).toEqual(['Lamp 1', 'Lamp 3', 'Lamp 4', 'Lamp 5', 'New Lamp', 'Newer Lamp']);
  expect(await titles({ filter: { inStock: true } })).toEqual(['Lamp 1', 'Lamp 4', 'Newer Lamp']);
});
