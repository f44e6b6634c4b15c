import { readFileSync } from 'node:fs';
import { buildSchema, type GraphQLObjectType, isObjectType } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createPurges } from '../../kit/purges.ts';
import { newNotes } from '../../kit/notes.ts';
import type { GraphHttpRequest } from '../graph-answer.ts';
import { type FieldOnItsWay, fieldsOf, operationFor } from '../testing/every-field.ts';
import { publicFields } from './public-fields.ts';
import { API_SCHEMA, createStorefrontCache, storefrontJudge } from './storefront-cache.ts';
import { createVariants } from './variants.ts';

const SUPERGRAPH = new URL('../../schema/supergraph.storefront.graphql', import.meta.url);
const ADMIN = new URL('../../schema/supergraph.graphql', import.meta.url);
const schema = buildSchema(readFileSync(API_SCHEMA, 'utf8'));

/** Reviewed one by one: what is here, anybody may see, whoever asked for it first. Who adds a field decides, and writes it down here. */
const REVIEWED = {
  Availability: 'status maxOrderQuantity',
  Category: 'id slug name parent children path',
  Facet: 'key label values',
  FacetValue: 'value label count selected',
  Image: 'url altText',
  Money: 'amountMinor currencyCode amount',
  Option: 'name values',
  PageInfo: 'hasNextPage hasPreviousPage startCursor endCursor',
  PriceRange: 'min max',
  Product: 'id slug title description brand category images options variants priceRange updatedAt inStock',
  ProductConnection: 'edges nodes pageInfo totalCount facets degraded',
  ProductEdge: 'cursor node',
  ProductVariant: 'id sku title product selectedOptions price compareAtPrice weightGrams image availability',
  Query: 'product category categories products searchSuggestions sale',
  Sale: 'id slug name status opensAt endsAt variants shuffleCommitment shuffleSeed',
  SearchSuggestion: 'text product',
  SelectedOption: 'name value',
};
const CHANGES_WITHOUT_EVENT = ['Availability.maxOrderQuantity', 'Availability.status', 'Sale.shuffleSeed', 'Sale.status'];
const reviewed = new Set(Object.entries(REVIEWED).flatMap(([type, names]) => names.split(' ').map((name) => `${type}.${name}`)));

const everyField = fieldsOf(schema, reviewed);

/** The storefront's cache before somebody who answers everything, each time with something else. */
function cacheBeforeAnybody() {
  const cache = createStorefrontCache({
    supergraph: SUPERGRAPH,
    judge: storefrontJudge(SUPERGRAPH),
    maxBytes: 1e7,
    variants: createVariants(),
    purges: createPurges(),
    shared: null,
  });
  let answers = 0;
  const askedFor: (string | null)[] = [];
  const answer = cache.layer(async ({ context }) => {
    askedFor.push(context.identity.customerId);
    return { status: 200, headers: {}, body: JSON.stringify({ data: { answer: ++answers } }) };
  });
  const ask = async (query: string, customerId: string | null = null) => {
    const json = { query };
    const identity = { audience: 'storefront', customerId, staff: null, traceId: 't' } as const;
    const headers: Record<string, string> = customerId ? { authorization: `Bearer of ${customerId}` } : {};
    const request: GraphHttpRequest = {
      method: 'POST',
      headers,
      search: '',
      body: { text: JSON.stringify(json), json },
      context: { identity, notes: newNotes() },
    };
    return (await answer(request)).body;
  };
  return { ask, cache, askedFor };
}

test('what anybody may see is what was reviewed, in both supergraphs', () => {
  const { all, live } = publicFields(readFileSync(SUPERGRAPH, 'utf8'));
  expect([...all].sort()).toEqual([...reviewed].sort());
  expect([...live].sort()).toEqual(CHANGES_WITHOUT_EVENT);
  expect(publicFields(readFileSync(ADMIN, 'utf8')).all).toEqual(all);
});

describe('of every field of the storefront', () => {
  const { ask, askedFor } = cacheBeforeAnybody();
  const isPublic = ({ coordinate, way }: FieldOnItsWay) => [coordinate, ...way.passes].every((passed) => reviewed.has(passed));
  const [open, closed] = [everyField.filter(isPublic), everyField.filter((field) => !isPublic(field))];

  test('all are walked, and all that is public can be reached by what is public', () => {
    const fields = Object.values(schema.getTypeMap()).filter((type) => isObjectType(type) && !type.name.startsWith('__'));
    expect(everyField).toHaveLength(fields.reduce((sum, type) => sum + Object.keys((type as GraphQLObjectType).getFields()).length, 0));
    expect(open.map(({ coordinate }) => coordinate).sort()).toEqual([...reviewed].sort());
    expect(closed.length).toBeGreaterThan(80);
  });

  test.each(closed.map((field) => [field.coordinate, operationFor(field)]))('%s is never kept, nor looked up', async (_, operation) => {
    const beside = operation.replace(/^query \{/, 'query { categories { id }');
    for (const query of [operation, beside]) {
      const answers = [await ask(query, 'ada'), await ask(query, 'ada'), await ask(query, 'bob'), await ask(query), await ask(query)];
      expect(new Set(answers).size).toBe(answers.length);
    }
  });

  test.each(open.map((field) => [field.coordinate, operationFor(field)]))(
    '%s is kept, for whoever is signed in as well, and is asked for nobody in particular',
    async (_, operation) => {
      const before = askedFor.length;
      const first = await ask(operation, 'ada');
      expect(askedFor.slice(before)).toEqual([null]);
      for (const customerId of ['ada', 'bob', null]) expect(await ask(operation, customerId)).toBe(first);
      expect(askedFor).toHaveLength(before + 1);
    },
  );
});

test.each([
  '{ __schema { types { name } } }',
  '{ categories { id } __type(name: "Product") { name } }',
  '{ __typename }',
  '{ nothing }',
  '{ categories { nothing } }',
  '{ categories { id ',
  'query A { categories { id } } query B { cart(id: "c") { id } }',
  'query { ...C } fragment C on Query { categories { id } cart(id: "c") { id } }',
  'query { categories { id } } fragment C on Cart { id }',
  'subscription { categories { id } }',
])('%s is not kept', async (query) => {
  const { ask } = cacheBeforeAnybody();
  expect(await ask(query)).not.toBe(await ask(query));
});
