/** What the trail of staff may show of arguments, beside ids, numbers and enums. Anything else may be somebody's, or secret. */
export const SHOWN_IN_TRAIL = {
  types: ['MinorUnits', 'CurrencyCode', 'CountryCode', 'DateTime'],
  names: ['sku', 'skus', 'slug', 'externalId', 'scopes', 'number', 'carrier', 'code'],
};
