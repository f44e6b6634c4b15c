import type { FastifyInstance } from 'fastify';
import { failure } from './http-errors.ts';

/** It runs no script and loads nothing. */
const HEADERS = {
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};

const QUERY = `query PickList($id: ID!) {
  shipment(id: $id) {
    id status lines { sku title quantity }
    order { number createdAt fulfillmentHold { reason } shippingAddress { name line1 line2 postalCode city region countryCode } }
  }
}`;

type Fault = { extensions?: { code?: string } };
/** GraphQL answers 200 whatever a field has come to; a page is there or it is not. */
const statusOf = (status: number, errors: Fault[] | undefined): number =>
  status !== 200 ? status : errors?.some((error) => error.extensions?.code === 'FORBIDDEN') ? 403 : 502;

type Address = {
  name: string;
  line1: string;
  line2: string | null;
  postalCode: string;
  city: string;
  region: string | null;
  countryCode: string;
};
type Shipment = {
  id: string;
  status: string;
  lines: { sku: string; title: string; quantity: number }[];
  order: { number: string; createdAt: string; fulfillmentHold: { reason: string } | null; shippingAddress: Address };
};

/**
 * `GET /admin/pick-list?shipment=ID`: what to fetch from the shelves for a parcel, as a page to be printed. It is a question to the
 * admin API like any other, with whatever key the caller has; who may not ask there sees nothing here.
 */
export function mountPickList(app: FastifyInstance, { graphPath }: { graphPath: string }): void {
  app.get<{ Querystring: { shipment?: string } }>('/admin/pick-list', async ({ query, headers, ip }, reply) => {
    const { authorization } = headers;
    const asked = await app.inject({
      method: 'POST',
      url: graphPath,
      remoteAddress: ip,
      headers: { 'content-type': 'application/json', ...(authorization && { authorization }) },
      payload: JSON.stringify({ query: QUERY, variables: { id: String(query.shipment ?? '') } }),
    });
    const { data, errors } = asked.json<{ data?: { shipment: Shipment | null } | null; errors?: Fault[] }>();
    if (asked.statusCode !== 200 || errors) return reply.code(statusOf(asked.statusCode, errors)).send({ errors });
    if (!data?.shipment) return reply.code(404).send(failure('There is no such shipment: name one by ?shipment=ID.', 'NOT_FOUND'));
    return reply.headers(HEADERS).type('text/html; charset=utf-8').send(page(data.shipment));
  });
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string | number): string => String(text).replace(/[&<>"']/g, (character) => ENTITIES[character]!);

const linesOf = ({ name, line1, line2, postalCode, city, region, countryCode }: Address): string =>
  [name, line1, line2, `${postalCode} ${city}`, region, countryCode].flatMap((line) => (line ? [escaped(line)] : [])).join('<br>');

const page = ({ id, status, lines, order }: Shipment): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Pick list ${escaped(order.number)}</title>
    <style>
      body { font: 12pt/1.4 sans-serif; margin: 2cm }
      table { border-collapse: collapse; width: 100%; margin-top: 1em }
      th, td { border-bottom: 1px solid #999; padding: .4em; text-align: left }
      td.box { width: 1.5em; border: 1px solid #333 }
      .hold { font-weight: bold; border: 2px solid; padding: .5em }
    </style>
  </head>
  <body>
    <h1>Pick list, order ${escaped(order.number)}</h1>
    <p>Shipment ${escaped(id)}, ${escaped(status)}; ordered ${escaped(order.createdAt.slice(0, 10))}</p>
    ${order.fulfillmentHold ? `<p class="hold">On hold: ${escaped(order.fulfillmentHold.reason)}</p>` : ''}
    <p>${linesOf(order.shippingAddress)}</p>
    <table>
      <thead><tr><th></th><th>Quantity</th><th>SKU</th><th>Title</th></tr></thead>
      <tbody>
        ${lines.map((line) => `<tr><td class="box"></td><td>${line.quantity}</td><td>${escaped(line.sku)}</td><td>${escaped(line.title)}</td></tr>`).join('\n        ')}
      </tbody>
    </table>
  </body>
</html>
`;
