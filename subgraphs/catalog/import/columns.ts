/**
 * The header names of both dialects, as Shopify has written them since 2025 ("current") and before ("legacy"), in the order
 * in which an export writes them. The last five are ours: they say what Shopify has no column for.
 */
const NAMES = {
  handle: ['URL handle', 'Handle'],
  title: ['Title', 'Title'],
  description: ['Description', 'Body (HTML)', 'Body HTML'],
  vendor: ['Vendor', 'Vendor'],
  category: ['Product category', 'Product Category', 'Standardized Product Type'],
  type: ['Type', 'Type', 'Custom Product Type'],
  status: ['Status', 'Status'],
  sku: ['SKU', 'Variant SKU'],
  option1Name: ['Option1 name', 'Option1 Name'],
  option1Value: ['Option1 value', 'Option1 Value'],
  option2Name: ['Option2 name', 'Option2 Name'],
  option2Value: ['Option2 value', 'Option2 Value'],
  option3Name: ['Option3 name', 'Option3 Name'],
  option3Value: ['Option3 value', 'Option3 Value'],
  price: ['Price', 'Variant Price'],
  compareAtPrice: ['Compare-at price', 'Variant Compare At Price'],
  weight: ['Weight value (grams)', 'Variant Grams'],
  stock: ['Inventory quantity', 'Variant Inventory Qty'],
  imageUrl: ['Product image URL', 'Image Src'],
  imagePosition: ['Image position', 'Image Position'],
  imageAlt: ['Image alt text', 'Image Alt Text'],
  variantImage: ['Variant image URL', 'Variant Image'],
  slug: ['Slug (product.metafields.holdfast.slug)'],
  currency: ['Currency (product.metafields.holdfast.currency)'],
  taxClass: ['Tax class (product.metafields.holdfast.tax_class)'],
  variantTitle: ['Variant title (product.metafields.holdfast.variant_title)'],
  variantImageAlt: ['Variant image alt text (product.metafields.holdfast.variant_image_alt_text)'],
} as const;

/** What a column means, whatever the dialect calls it. */
export type Field = keyof typeof NAMES;
export type Dialect = 'current' | 'legacy';

/** A header row understood: where each field stands and what the file calls it. */
export interface Columns {
  dialect: Dialect;
  width: number;
  at: ReadonlyMap<Field, number>;
  /** True for a file that we have written: its cells are guarded against spreadsheets (export/cells.ts). */
  ours: boolean;
  nameOf: (field: Field) => string;
}

const REQUIRED: readonly Field[] = ['handle', 'title', 'price'];
export const fields = Object.keys(NAMES) as Field[];
const plain = (name: string): string => name.trim().toLowerCase();

/** Reads the header row; without a handle, a title and a price it is no product file, and the missing names are told. */
export function readColumns(header: readonly string[]): Columns | { missing: string[] } {
  const positions = new Map(header.map((name, index) => [plain(name), index] as const).reverse());
  const dialect: Dialect = positions.has('url handle') ? 'current' : 'legacy';
  const at = new Map<Field, number>();
  for (const field of fields) {
    const index = NAMES[field].map((name) => positions.get(plain(name))).find((found) => found !== undefined);
    if (index !== undefined) at.set(field, index);
  }
  const nameOf = (field: Field): string => {
    const index = at.get(field);
    return (index === undefined ? undefined : header[index]?.trim()) ?? columnName(field, dialect);
  };
  const missing = REQUIRED.filter((field) => !at.has(field)).map(nameOf);
  return missing.length > 0 ? { missing } : { dialect, width: header.length, at, ours: at.has('slug'), nameOf };
}

/** What a dialect calls the column. */
export function columnName(field: Field, dialect: Dialect): string {
  const [current, legacy = current] = NAMES[field] as readonly [string, string?];
  return dialect === 'current' ? current : legacy;
}
