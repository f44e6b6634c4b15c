import type { OrderSummary } from '../../orders/contract.ts';
import type { Content } from '../contract.ts';
import { html } from './html.ts';
import { letter, linesAsHtml, linesAsText, shownMoney } from './layout.ts';

/** Sent when a paid order is cancelled: what will not come, and what goes back. */
export function orderCancelled(order: OrderSummary): Content {
  const total = shownMoney(order.totals.totalMinor, order.currencyCode);
  const words = `Your order ${order.number} was cancelled. ${total} goes back to the means of payment that you used; how soon it shows there is up to your bank.`;
  return letter({
    subject: `Your order ${order.number} was cancelled`,
    text: [words, linesAsText(order.lines, order.currencyCode)],
    body: html`<p>${words}</p>${linesAsHtml(order.lines, order.currencyCode)}`,
  });
}
