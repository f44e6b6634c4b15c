import { readFileSync } from 'node:fs';
import { ADDRESS } from '../../stories/shopper.ts';
import type { Data } from './answers.ts';
import type { Asked } from './client.ts';
import type { Goods, Product } from './load.ts';
import type { BrowseKind } from './plan.ts';

/** A request of a storefront, and whether its answer is right. */
export type Question = { asked: Asked; isRight: (data: Data) => boolean };

const MANIFEST = new URL('../../schema/documents/manifest.json', import.meta.url);
type Manifest = { operations: { id: string; name: string }[] };
const { operations } = JSON.parse(readFileSync(MANIFEST, 'utf8')) as Manifest;
const trusted = (name: string, variables: object): Asked => {
  const id = operations.find((operation) => operation.name === name)!.id;
  return { method: 'GET', path: `/graphql?id=${id}&variables=${encodeURIComponent(JSON.stringify(variables))}` };
};
const post = (query: string, variables: object): Asked => ({
  method: 'POST',
  path: '/graphql',
  body: JSON.stringify({ query, variables }),
});

const SALE = 'query($slug:String!){sale(slug:$slug){id slug status opensAt endsAt}}';
const CART = 'mutation($i:CartCreateInput!){cartCreate(input:$i){cart{id subtotal{amountMinor} lines{id quantity}} userErrors{code}}}';
const TICKET = 'id status position pollAfterMs token';
const JOIN = `mutation($i:JoinWaitingRoomInput!){joinWaitingRoom(input:$i){ticket{${TICKET}} userErrors{code}}}`;
const POLL = `query($id:ID!){waitingRoomTicket(id:$id){${TICKET}}}`;
const BEGIN = 'mutation($i:BeginCheckoutInput!){beginCheckout(input:$i){checkout{id} userErrors{code}}}';
const CHECKOUT = `mutation($i:CheckoutInput!){checkout(input:$i){__typename
  ... on CheckoutCompleted{attemptId order{id status}} ... on CheckoutProcessing{pollAfterMs} ... on CheckoutQueued{pollAfterMs}
  ... on CheckoutRejected{userErrors{code}}}}`;

type ShownProduct = { slug: string; title: string; variants: { id: string; price: { amountMinor: number } }[] };
const STATUSES = new Set(['SCHEDULED', 'OPEN', 'SOLD_OUT', 'ENDED']);

export type Ticket = { id: string; status: string; position: number; pollAfterMs: number; token: string | null };
export const ticketIn = (data: Data): Ticket | null =>
  ((data.joinWaitingRoom as { ticket: Ticket | null } | undefined)?.ticket ?? data.waitingRoomTicket ?? null) as Ticket | null;
export type CheckoutAnswer = {
  __typename: string;
  order?: { id: string; status: string } | null;
  pollAfterMs?: number;
  userErrors?: { code: string }[];
};
const cartIn = (data: Data) =>
  (data.cartCreate as { cart: { id: string; subtotal: { amountMinor: number }; lines: { quantity: number }[] } | null }).cart;
export const cartIdIn = (data: Data): string => cartIn(data)!.id;

/** What visitors of these goods ask for. */
export function storefront({ drop, others, saleId, saleSlug }: Goods) {
  const page = (product: Product): Question => ({
    asked: trusted('ProductPage', { slug: product.slug }),
    isRight: (data) => {
      const shown = data.product as ShownProduct | null;
      const [variant] = shown?.variants ?? [];
      return shown?.title === product.title && variant?.id === product.variantId && variant.price.amountMinor === product.priceMinor;
    },
  });
  const isTicket = (data: Data) => {
    const ticket = ticketIn(data);
    return ticket !== null && ticket.pollAfterMs > 0 && (ticket.status === 'ADMITTED') === (ticket.token !== null);
  };
  return {
    browse: (what: BrowseKind, pick: number): Question => {
      if (what === 'sale product') return page(drop);
      if (what === 'product') return page(others[pick % others.length]!);
      if (what === 'sale')
        return {
          asked: post(SALE, { slug: saleSlug }),
          isRight: ({ sale }) => (sale as { id: string } | null)?.id === saleId && STATUSES.has((sale as { status: string }).status),
        };
      const sorts = ['NEWEST', 'PRICE_ASC', 'PRICE_DESC'];
      return {
        asked: trusted('ProductList', { sort: sorts[pick % sorts.length], first: 24 }),
        isRight: ({ products }) => {
          const { totalCount, nodes } = products as { totalCount: number; nodes: unknown[] };
          return totalCount > others.length && nodes.length === Math.min(24, totalCount);
        },
      };
    },
    cart: (product: Product): Question => ({
      asked: post(CART, { i: { lines: [{ variantId: product.variantId, quantity: 1 }] } }),
      isRight: (data) => cartIn(data)?.subtotal.amountMinor === product.priceMinor && cartIn(data)!.lines.length === 1,
    }),
    join: (visitorId: string): Question => ({ asked: post(JOIN, { i: { saleId, visitorId } }), isRight: isTicket }),
    poll: (id: string): Question => ({ asked: post(POLL, { id }), isRight: (data) => isTicket(data) && ticketIn(data)!.id === id }),
    begin: (cartId: string): Question => ({ asked: post(BEGIN, { i: { cartId } }), isRight: (data) => data.beginCheckout !== null }),
    checkout: (input: object): Question => ({
      asked: post(CHECKOUT, { i: { shippingAddress: ADDRESS, paymentMethodId: 'pm_card_visa', ...input } }),
      isRight: (data) => {
        const answer = data.checkout as CheckoutAnswer | null;
        return answer?.__typename === 'CheckoutCompleted' ? answer.order?.status === 'PAID' : answer !== null;
      },
    }),
  };
}
export type Storefront = ReturnType<typeof storefront>;
