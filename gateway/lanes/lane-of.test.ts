import { describe, expect, test } from 'vitest';
import { newNotes } from '../../kit/notes.ts';
import type { GraphHttpRequest } from '../graph-answer.ts';
import { createCalls } from './calls.ts';
import { customerOf } from './customer-of.ts';
import { createLaneOf } from './lane-of.ts';

const callsOf = createCalls();
const laneOf = createLaneOf(async (token) => token === 'signed');
const context = { identity: { audience: 'storefront' as const, customerId: null, staff: null, traceId: 't' }, notes: newNotes() };

const posted = (json: unknown): GraphHttpRequest => ({
  method: 'POST',
  headers: {},
  search: '',
  body: { text: JSON.stringify(json), json },
  context,
});
const lane = (query: string, variables: object = {}, more: object = {}) => laneOf(callsOf(posted({ query, variables, ...more })));

const BUY = 'mutation ($i: CheckoutInput!) { checkout(input: $i) { __typename } }';

describe('a request is classed by the fields at its root', () => {
  test.each([
    ['{ product(slug: "a") { id } }', 'browse'],
    ['{ __typename }', 'browse'],
    ['{ products { totalCount } }', 'search'],
    ['{ searchSuggestions(prefix: "a") { text } }', 'search'],
    ['{ cart(id: "a") { id } }', 'cart'],
    ['mutation { cartCreate(input: {}) { cart { id } } }', 'cart'],
    ['mutation { whatever }', 'cart'],
    ['{ waitingRoomTicket(id: "a") { id } }', 'polls'],
    ['mutation { joinWaitingRoom(input: {}) { ticket { id } } }', 'polls'],
    ['{ checkoutAttempt(id: "a") { __typename } }', 'payment'],
    ['mutation { cancelOrder(input: {}) { order { id } } }', 'payment'],
    ['mutation { beginCheckout(input: { cartId: "a" }) { checkout { id } } }', 'checkout'],
    ['mutation { checkout(input: { waitingRoomToken: "made up" }) { __typename } }', 'checkout'],
    ['mutation { checkout(input: { waitingRoomToken: "signed" }) { __typename } }', 'admitted'],
    ['mutation { mine: checkout(input: {}) { __typename } }', 'checkout'],
    ['mutation { customerLogin(email: "a", password: "b") { accessToken } }', 'signIn'],
    ['mutation { checkout(input: {}) { __typename } customerRegister(email: "a", password: "b") { accessToken } }', 'signIn'],
    ['mutation { customerTokenRefresh(refreshToken: "a") { accessToken } }', 'cart'],
    ['{ me { email } }', 'browse'],
    ['{ ...A } fragment A on Query { ... on Query { products { totalCount } } ...A }', 'search'],
    ['{ waitingRoomTicket(id: "a") { id } product(slug: "a") { id } }', 'browse'],
    ['{ waitingRoomTicket(id: "a") { id } products { totalCount } }', 'search'],
    ['mutation { a: checkout(input: { waitingRoomToken: "signed" }) { __typename } b: checkout(input: {}) { __typename } }', 'checkout'],
    ['mutation { cartCreate(input: {}) { cart { id } } checkout(input: {}) { __typename } }', 'checkout'],
    ['mutation { checkout(input: {}) { __typename } cartCreate(input: {}) { cart { id } } }', 'checkout'],
    ['{ products { totalCount } waitingRoomTicket(id: "a") { id } }', 'search'],
    ['{ this is no document', 'browse'],
  ])('%s: %s', async (query, expected) => {
    expect(await lane(query)).toBe(expected);
    // from memory
    expect(await lane(query)).toBe(expected);
  });

  test('an admission counts wherever it stands: in a variable, or in its default', async () => {
    expect(await lane(BUY, { i: { waitingRoomToken: 'signed' } })).toBe('admitted');
    expect(await lane(BUY, { i: { waitingRoomToken: 'other' } })).toBe('checkout');
    expect(await lane(BUY, { i: { waitingRoomToken: 1 } })).toBe('checkout');
    expect(await lane(BUY, { i: null })).toBe('checkout');
    const inDefault = BUY.replace('CheckoutInput!', 'CheckoutInput = { waitingRoomToken: "signed" }');
    expect(await lane(inDefault)).toBe('admitted');
    expect(await lane(inDefault, { i: {} })).toBe('checkout');
  });

  test('of several operations the one that is named counts; all of them where none is', async () => {
    const two = `query A { product(slug: "a") { id } } query B { products { totalCount } }`;
    expect(await lane(two, {}, { operationName: 'A' })).toBe('browse');
    expect(await lane(two, {}, { operationName: 'B' })).toBe('search');
    for (const operationName of [undefined, '', 'C', 7]) expect(await lane(two, {}, { operationName })).toBe('search');
  });

  test('a GET is read as well; what is no request at all is browsing', async () => {
    const got = (search: string): GraphHttpRequest => ({ method: 'GET', headers: {}, search, body: null, context });
    expect(await laneOf(callsOf(got(`?query=${encodeURIComponent('query($p:String!){searchSuggestions(prefix:$p){text}}')}`)))).toBe(
      'search',
    );
    expect(await laneOf(callsOf(got('?query={cart(id:"a"){id}}&variables={broken')))).toBe('cart');
    for (const json of [null, [], 'text', 7, {}, { query: 7 }]) expect(await laneOf(callsOf(posted(json)))).toBe('browse');
  });
});

describe('whom a call is for', () => {
  const customer = (query: string, variables: object = {}) => callsOf(posted({ query, variables })).map(customerOf);

  test('is said by what the customer alone has', () => {
    const [one] = customer(BUY, { i: { email: ' Ada@Example.com ', cartId: 'c1' } });
    expect(customer(BUY, { i: { email: 'ada@example.com', cartId: 'c2' } })).toEqual([one]);
    expect(customer(BUY, { i: { email: 'eve@example.com' } })).not.toEqual([one]);
    for (const query of [
      '{ cart(id: "x") { id } }',
      '{ waitingRoomTicket(id: "x") { id } }',
      'mutation { cartLinesRemove(cartId: "x", lineIds: []) { cart { id } } }',
      'mutation { beginCheckout(input: { cartId: "x" }) { checkout { id } } }',
      'mutation { joinWaitingRoom(input: { visitorId: "x", saleId: "s" }) { ticket { id } } }',
      'mutation { cancelOrder(input: { orderId: "x" }) { order { id } } }',
    ])
      expect(customer(query)).toEqual(customer('{ order(id: "x") { id } }'));
  });

  test('and by nothing else', () => {
    for (const i of [{}, { email: 7 }, { email: ' ' }, null]) expect(customer(BUY, { i })).toEqual([null]);
    expect(customer('{ products { totalCount } }')).toEqual([null]);
  });
});
