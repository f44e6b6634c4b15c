import { resourceMissing } from './api-error.ts';
import { paymentMethodOf } from './card.ts';
import type { Read, Write } from './endpoint.ts';
import { authenticate, cancel, capture, confirm, createIntent, update } from './intent-endpoints.ts';
import { type Listed, listPage } from './listing.ts';
import { onlyKnown, text } from './params.ts';
import { findMethod } from './payment-methods.ts';
import { createRefund } from './refund-endpoints.ts';
import { searchIntents } from './search.ts';
import { balance, orderTotals } from './totals.ts';

export type Route = { read: Read } | { write: Write };

const intents: Listed = { table: 'payment_intents', noun: 'payment_intent', filters: [] };
const charges: Listed = { table: 'charges', noun: 'charge', filters: ['payment_intent'] };
const refunds: Listed = { table: 'refunds', noun: 'refund', filters: ['payment_intent', 'charge'] };
const disputes: Listed = { table: 'disputes', noun: 'dispute', filters: ['payment_intent', 'charge'] };
const events: Listed = { table: 'events', noun: 'event', filters: ['type', 'types'] };

const list = (kind: Listed): Route => ({
  read: async ({ params, path }, sql) => ({ object: 'list', ...(await listPage(sql, kind, params)), url: path }),
});

const retrieve = (kind: Listed): Route => ({
  read: async ({ id, params }, sql) => {
    onlyKnown(params, ['client_secret']);
    const [row] = await sql<{ doc: object }[]>`SELECT doc FROM ${sql(kind.table)} WHERE id = ${id}`;
    if (!row) throw resourceMissing(kind.noun, id, kind === intents ? 'intent' : 'id');
    return row.doc;
  },
});

const retrieveMethod: Read = async ({ id }) => {
  const method = findMethod(id);
  if (!method) throw resourceMissing('PaymentMethod', id, 'id');
  return paymentMethodOf(method);
};

const readTotals: Read = async ({ params }, sql) => ({ object: 'list', data: await orderTotals(sql, text(params, 'order_id')) });

const ROUTES: Record<string, Route> = {
  'POST /v1/payment_intents': { write: createIntent },
  'GET /v1/payment_intents': list(intents),
  'GET /v1/payment_intents/search': { read: ({ params }, sql) => searchIntents(sql, params) },
  'GET /v1/payment_intents/:id': retrieve(intents),
  'POST /v1/payment_intents/:id': { write: update },
  'POST /v1/payment_intents/:id/confirm': { write: confirm },
  'POST /v1/payment_intents/:id/capture': { write: capture },
  'POST /v1/payment_intents/:id/cancel': { write: cancel },
  'POST /v1/refunds': { write: createRefund },
  'GET /v1/refunds': list(refunds),
  'GET /v1/refunds/:id': retrieve(refunds),
  'GET /v1/charges': list(charges),
  'GET /v1/charges/:id': retrieve(charges),
  'GET /v1/disputes': list(disputes),
  'GET /v1/disputes/:id': retrieve(disputes),
  'GET /v1/events': list(events),
  'GET /v1/events/:id': retrieve(events),
  'GET /v1/payment_methods/:id': { read: retrieveMethod },
  'GET /v1/balance': { read: (_call, sql) => balance(sql) },
  // The simulator's own.
  'GET /v1/test_helpers/ledger': { read: readTotals },
  'POST /v1/test_helpers/payment_intents/:id/authenticate': { write: authenticate },
};

/** Finds the endpoint of a method and a path; the id in the path goes with it. */
export function findRoute(method: string, path: string): { route: Route; id: string } | undefined {
  const exact = ROUTES[`${method} ${path}`];
  if (exact) return { route: exact, id: '' };
  const id = /^\/v1\/(?:test_helpers\/)?[a-z_]+\/([^/]+)/.exec(path)?.[1];
  if (!id) return undefined;
  const route = ROUTES[`${method} ${path.replace(`/${id}`, '/:id')}`];
  return route && { route, id };
}
