/** A product as a Shopify file tells it: the shape of ProductInput, with stock and the lines it was read from. */
export interface ImportedProduct {
  externalId: string;
  /** From our own column, else the handle; left out when that cannot stand in an address as it is. */
  slug?: string;
  title: string;
  description?: string;
  brand?: string;
  categoryPath?: string[];
  images: ImportedImage[];
  status: 'DRAFT' | 'ACTIVE' | 'ARCHIVED';
  /** Only from our own column. */
  taxClass?: string;
  variants: ImportedVariant[];
  /** The line of the product's first row. */
  line: number;
}

export interface ImportedImage {
  url: string;
  altText?: string;
}

export interface ImportedOption {
  name: string;
  value: string;
}

export interface ImportedVariant {
  sku: string;
  title?: string;
  selectedOptions: ImportedOption[];
  priceMinor: number;
  compareAtPriceMinor?: number;
  currencyCode: string;
  /** Of one piece; left out when the file does not say. */
  weightGrams?: number;
  image?: ImportedImage;
  /** Left out when the file does not say. */
  stock?: number;
  line: number;
}
