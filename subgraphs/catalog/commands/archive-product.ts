import type { Sql } from 'postgres';
import { transaction } from '../../../kit/db.ts';
import { emit, eventOf } from '../../../kit/outbox.ts';
import { refuse, type Refused } from '../../../kit/refusal.ts';
import { catalog } from '../contract.ts';
import { documentsOf } from '../documents.ts';
import { readProducts } from '../rows.ts';
import { clean } from '../text.ts';
import { takeTurn } from './save-products.ts';

/** Takes a product off the shelf; orders and carts can still name it. Repeating it changes nothing. Refuses PRODUCT_NOT_FOUND. */
export const archiveProduct = (sql: Sql, given: string): Promise<{ productId: string } | Refused> =>
  transaction(sql, async (tx) => {
    const externalId = clean(given);
    const now = await takeTurn(tx);
    const [product] = await readProducts(tx, tx`p.external_id = ${externalId}`);
    if (!product) return refuse('PRODUCT_NOT_FOUND', `There is no product "${externalId.slice(0, 60)}".`, ['externalId']);
    if (product.status === 'ARCHIVED') return { productId: product.id };
    const archived = { ...product, status: 'ARCHIVED' as const, version: product.version + 1, updatedAt: now };
    await tx`UPDATE products SET status = 'ARCHIVED', version = ${archived.version}, updated_at = ${now} WHERE id = ${product.id}`;
    const [document] = await documentsOf(tx, [archived]);
    await emit(tx, [eventOf(catalog, 'ProductSaved', archived, document!)]);
    return { productId: product.id };
  });
