import { isCurrency } from '../../../schema/vocabulary/money.ts';
import { sanitizeDescription } from './description.ts';
import { readImages } from './images.ts';
import type { ImportedProduct } from './imported-product.ts';
import type { ProductRow } from './product-rows.ts';
import type { RefusedRow } from './refused-row.ts';
import { readVariants } from './variants.ts';

const STATUSES: Readonly<Record<string, ImportedProduct['status']>> = {
  '': 'ACTIVE',
  active: 'ACTIVE',
  draft: 'DRAFT',
  archived: 'ARCHIVED',
};
const SLUG = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

/** Makes one product of its rows; without a title, a known status and a good variant there is none, and the report says why. */
export function readProduct(
  rows: readonly ProductRow[],
  usualCurrency: string,
  takenSkus: ReadonlySet<string>,
  report: (refused: RefusedRow) => void,
): ImportedProduct | undefined {
  const first = rows[0];
  if (!first) return undefined;
  const refused = refuseProduct(first);
  if (refused) {
    report(refused);
    return undefined;
  }
  const currencyCode = first.value('currency') || usualCurrency;
  const variants = readVariants(rows, currencyCode, takenSkus, report);
  if (variants.length === 0) {
    report(first.refuse('handle', 'NO_VARIANT', 'None of its variants could be taken.', 'PRODUCT'));
    return undefined;
  }
  const description = sanitizeDescription(first.value('description'));
  const brand = first.value('vendor');
  const categoryPath = readCategory(first);
  const taxClass = first.value('taxClass');
  const slug = first.value('slug') || (SLUG.test(first.handle) && first.handle);
  return {
    externalId: first.handle,
    ...(slug && { slug }),
    title: first.value('title'),
    ...(description !== '' && { description }),
    ...(brand !== '' && { brand }),
    ...(categoryPath && { categoryPath }),
    images: readImages(rows, report),
    status: statusOf(first) ?? 'ACTIVE',
    ...(taxClass !== '' && { taxClass }),
    variants,
    line: first.line,
  };
}

function refuseProduct(first: ProductRow): RefusedRow | undefined {
  const title = first.value('title');
  if (title === '') return first.refuse('title', 'TITLE_MISSING', 'The first row of a product has its title.', 'PRODUCT');
  if (title.length > 255) return first.refuse('title', 'TEXT_TOO_LONG', 'A title has at most 255 characters.', 'PRODUCT');
  if (first.handle.length > 255) {
    return first.refuse('handle', 'TEXT_TOO_LONG', 'A handle has at most 255 characters.', 'PRODUCT');
  }
  if (!statusOf(first)) return first.refuse('status', 'STATUS_UNKNOWN', 'Known are active, draft and archived.', 'PRODUCT');
  const currency = first.value('currency');
  if (currency !== '' && !isCurrency(currency)) {
    return first.refuse('currency', 'CURRENCY_UNKNOWN', 'A currency is one of ISO 4217, as in EUR.', 'PRODUCT');
  }
  return undefined;
}

function statusOf(first: ProductRow): ImportedProduct['status'] | undefined {
  const status = first.value('status').toLowerCase();
  return Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
}

function readCategory(first: ProductRow): string[] | undefined {
  const path = first
    .value('category')
    .split('>')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  if (path.length > 0) return path;
  const type = first.value('type');
  return type === '' ? undefined : [type];
}
