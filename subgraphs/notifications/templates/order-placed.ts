import type { Address } from '../../../schema/vocabulary/address.ts';
import type { OrderSummary } from '../../orders/contract.ts';
import type { Content } from '../contract.ts';
import { html } from './html.ts';
import { letter, linesAsHtml, linesAsText, oneLine, totalsAsHtml, totalsAsText } from './layout.ts';

const addressLines = (address: Address): string[] =>
  [address.name, address.line1, address.line2, `${address.postalCode} ${address.city}`, address.region, address.countryCode].flatMap(
    (line) => (line?.trim() ? [oneLine(line)] : []),
  );

/** Sent when an order is paid: what was bought, what it cost, where it goes. */
export function orderPlaced(order: OrderSummary): Content {
  const where = addressLines(order.shippingAddress);
  return letter({
    subject: `Your order ${order.number}`,
    text: [
      'Thank you for your order. We have received your payment.',
      linesAsText(order.lines, order.currencyCode),
      totalsAsText(order),
      `It goes to:\n${where.join('\n')}`,
    ],
    body: html`<p>Thank you for your order. We have received your payment.</p>
      ${linesAsHtml(order.lines, order.currencyCode)}
      ${totalsAsHtml(order)}
      <p>It goes to:<br>${where.map((line) => html`${line}<br>`)}</p>`,
  });
}
