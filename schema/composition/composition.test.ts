import { existsSync, readFileSync } from 'node:fs';
import { buildSchema, parse } from 'graphql';
import { describe, expect, test } from 'vitest';
import { compose } from './compose.ts';
import { compareSchemas, coordinatesOf } from './coordinates.ts';
import { composedFiles, SCHEMA_FOLDER } from './outputs.ts';
import { readSubgraphs } from './subgraphs.ts';
import { withoutAdmin } from './without-admin.ts';

const committed = (name: string) => readFileSync(new URL(name, SCHEMA_FOLDER), 'utf8');
const sdl = (name: string, text: string) => ({
  name,
  url: `http://${name}`,
  typeDefs: parse(`extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key", "@tag", "@shareable"]) ${text}`),
});

describe('the committed schema files', () => {
  const fresh = composedFiles();
  test.each(Object.keys(fresh))('%s is what composing gives now (npm run compose)', (name) => {
    expect(committed(name)).toBe(fresh[name]);
  });

  test('composing twice, and in another order, gives the same', () => {
    expect(compose(readSubgraphs())).toEqual(compose(readSubgraphs()));
    expect(compose(withoutAdmin(readSubgraphs()).reverse()).api).toBe(fresh['storefront.graphql']);
  });
});

describe('the storefront', () => {
  test('is a part of the admin schema, type by type', () => {
    expect(compareSchemas(buildSchema(committed('storefront.graphql')), buildSchema(committed('admin.graphql')))).toMatchObject({
      missing: [],
      changed: [],
    });
  });

  test('has no name of the admin API, in its supergraph either', () => {
    const all = [...coordinatesOf(buildSchema(committed('admin.graphql'))).keys()];
    const shop = coordinatesOf(buildSchema(committed('storefront.graphql')));
    // a customer's own orders, and who it is that has signed in, are fields of those names, too
    const adminOnly = all
      .filter((key) => !shop.has(key) && !['Query.orders', 'Query.customer'].includes(key))
      .map((key) => key.match(/^(?:Query|Mutation)\.(\w+)$|^(\w+)$/))
      .flatMap((match) => match?.[1] ?? match?.[2] ?? []);
    expect(adminOnly).toEqual(expect.arrayContaining(['stockAdjust', 'productSave', 'audit', 'StockLevel', 'AuditReport']));
    const supergraph = committed('supergraph.storefront.graphql');
    // a context's own name (`operations`) stands there in quotes; as a field or a type it must not
    expect(adminOnly.filter((name) => new RegExp(`\\b${name}\\b(?=\\s*[(:{@])`).test(supergraph))).toEqual([]);
  });

  test('loses what only something tagged reached, and a subgraph that has nothing else', () => {
    const left = withoutAdmin([
      sdl(
        'a',
        `type Query { open: Open secret: Secret @tag(name: "admin") }
         type Open { id: ID! } type Secret { part: Part } type Part { id: ID! }`,
      ),
      sdl('b', 'type Query { audit: Report @tag(name: "admin") } type Report @tag(name: "admin") { id: ID! }'),
    ]);
    expect(left.map(({ name }) => name)).toEqual(['a']);
    expect([...coordinatesOf(buildSchema(compose(left).api)).keys()]).toEqual(['Open', 'Open.id', 'Query', 'Query.open']);
  });

  test('a fault of composition names the composer and the reason', () => {
    const clash = [sdl('a', 'type Query { x: Thing } type Thing { id: ID! }'), sdl('b', 'type Query { y: Thing } type Thing { id: ID! }')];
    expect(() => compose(clash)).toThrow(/apollo: INVALID_FIELD_SHARING: .*\n?guild: /s);
  });
});

const CONTRACT = new URL('../../../shared/api/', import.meta.url);
/** What this shop has beyond it: of everybody's, and of what staff see alone. */
const BEYOND = {
  storefront: [
    /^Mutation\.customer(Logout|EmailVerify|EmailVerificationRequest|PasswordReset|PasswordResetRequest|LoginWithIdToken|Export|Erase)\b/,
    /^(AccountPayload|ExportPayload)\b/,
    /^Customer\.cart$/,
    /^ProductVariant\.weightGrams$/,
    /^Product\.taxClass$/,
    /^(Totals\.(includedTax|taxRates)|OrderLine\.tax|(TaxRate|LineTax)\b.*)$/,
    /^(Order\.delivery|OrderDelivery\b.*)$/,
  ],
  admin: [
    /^Query\.(shipment|customer)\b/,
    /^Mutation\.customer(Export|Erase)For\b/,
    /^Mutation\.(shipmentCancel|fulfillmentHold|fulfillmentRelease)\b/,
    /^(FulfillmentHold|FulfillmentPayload|RefundLineInput)\b/,
    /^(ApiKey\w*|Staff\w*|Trail\w*)\b/,
    /^Query\.(apiKeys|staff|trail)\b/,
    /^Mutation\.(apiKey\w+|staff\w+)\b/,
    /^Webhook\w+\b/,
    /^(Query|Mutation)\.webhook\w+\b/,
    /^Mail\w*\b/,
    /^Query\.mails\b/,
    /^Mutation\.(mailResend|mailDrop)\b/,
    /^(RefundInput\.lines|Shipment\.order|Order\.fulfillmentHold)$/,
    /^PurchaseLimit\w*\b/,
    /^(VariantInput\.weightGrams|ProductInput\.taxClass)$/,
    /^(Query|Mutation)\.purchaseLimit\w*/,
  ],
};

describe.skipIf(!existsSync(CONTRACT))('the published contract (skipped where ../shared/api is absent)', () => {
  const contract = (name: string) => readFileSync(new URL(name, CONTRACT), 'utf8');
  const wanted = {
    'storefront.graphql': () => buildSchema(contract('storefront.graphql')),
    'admin.graphql': () => buildSchema(contract('storefront.graphql') + contract('admin.graphql')),
  };
  test.each(['storefront.graphql', 'admin.graphql'] as const)('%s is served whole, and what is beyond it is listed here', (name) => {
    const beyond = name === 'storefront.graphql' ? BEYOND.storefront : [...BEYOND.storefront, ...BEYOND.admin];
    const { missing, changed, added } = compareSchemas(wanted[name](), buildSchema(committed(name)));
    expect({ missing, changed, added: added.filter((key) => !beyond.some((listed) => listed.test(key))) }).toEqual({
      missing: [],
      changed: [],
      added: [],
    });
  });
});
