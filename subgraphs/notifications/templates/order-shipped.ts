import { z } from 'zod';
import type { OrderSummary } from '../../orders/contract.ts';
import type { Content } from '../contract.ts';
import { html } from './html.ts';
import { letter, linesAsHtml, linesAsText, oneLine } from './layout.ts';

/** What the event tells of a shipment. */
export const Shipment = z.object({
  carrier: z.string(),
  trackingNumber: z.string(),
  trackingUrl: z.string().nullish(),
  lines: z.array(z.object({ orderLineId: z.string(), quantity: z.int() })),
});

const isWeb = (url: string | null | undefined): url is string => !!url && /^https?:\/\//i.test(url);

/** Sent for each shipment that leaves: what is in it, and how to follow it. */
export function orderShipped(order: OrderSummary, { carrier, trackingNumber, trackingUrl, lines }: z.infer<typeof Shipment>): Content {
  const packed = lines.flatMap(({ orderLineId, quantity }) => {
    const line = order.lines.find((each) => each.orderLineId === orderLineId);
    return line ? [{ title: line.title, sku: line.sku, quantity }] : [];
  });
  const words = `This part of your order ${order.number} is on its way with ${oneLine(carrier)}.`;
  const number = `Tracking number: ${oneLine(trackingNumber)}`;
  const link = isWeb(trackingUrl) ? oneLine(trackingUrl) : null;
  return letter({
    subject: `Your order ${order.number} is on its way`,
    text: [words, linesAsText(packed, order.currencyCode), link ? `${number}\n${link}` : number],
    body: html`<p>${words}</p>${linesAsHtml(packed, order.currencyCode)}
      <p>${number}${link ? html`<br><a href="${link}" target="_blank" rel="noopener noreferrer">Follow your parcel</a>` : ''}</p>`,
  });
}
