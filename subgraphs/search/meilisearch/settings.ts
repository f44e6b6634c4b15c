import type { Settings } from 'meilisearch';

/** Where words are looked for, the most telling place first; the rest is for filters, facets and sorts. */
export const INDEX_SETTINGS: Settings = {
  searchableAttributes: ['skus', 'title', 'brand', 'categories', 'options', 'description'],
  displayedAttributes: ['id', 'title'],
  filterableAttributes: ['facetIds', 'inStock', 'prices'],
  sortableAttributes: ['id', 'priceMin', 'createdAt', 'titleKey'],
  // an order that was asked for decides alone; what is spelled as typed comes before what is not
  rankingRules: ['sort', 'words', 'typo', 'attribute', 'proximity', 'exactness'],
  typoTolerance: {
    enabled: true,
    minWordSizeForTypos: { oneTypo: 5, twoTypos: 9 },
    disableOnNumbers: true,
    disableOnAttributes: ['skus'],
  },
  // totals and facets are exact however many there are
  pagination: { maxTotalHits: 10_000_000 },
  faceting: { maxValuesPerFacet: 100_000 },
};

export const PRIMARY_KEY = 'id';
