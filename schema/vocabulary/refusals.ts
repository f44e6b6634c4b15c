/** Refusals that several contexts give, so that the same no always has the same words. */

type No = { code: string; message: string; path?: string[] };

export const MAX_QUANTITY = 999;

export const invalidQuantity = (path: string[]): No => ({
  code: 'INVALID_QUANTITY',
  message: `A quantity is a whole number from 1 to ${MAX_QUANTITY}.`,
  path,
});

export const variantNotFound = (variantId: string, path: string[]): No => ({
  code: 'VARIANT_NOT_FOUND',
  message: `There is no variant "${variantId.slice(0, 60)}" that can be bought.`,
  path,
});

export const insufficientStock = (variantId: string, available: number, path?: string[]) => ({
  code: 'INSUFFICIENT_STOCK',
  message: available > 0 ? `Only ${available} left.` : 'Sold out.',
  variantId,
  available,
  ...(path && { path }),
});

export const currencyMismatch = (path: string[]): No => ({
  code: 'CURRENCY_MISMATCH',
  message: 'All lines of an order must be in one currency.',
  path,
});
