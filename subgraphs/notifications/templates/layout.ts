import { formatAmount } from '../../../schema/vocabulary/money.ts';
import type { OrderSummary } from '../../orders/contract.ts';
import type { Content } from '../contract.ts';
import { type Html, html } from './html.ts';

/** An amount as people read it, with the currency's own decimals: €19.90, ¥1,990, KWD 1.990. */
export const shownMoney = (amountMinor: number, currency: string): string =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).format(formatAmount(amountMinor, currency) as `${number}`);

/** One line of plain text, whatever was in it. */
export const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim();

type Letter = { subject: string; text: string[]; body: Html };

/** Paragraphs of plain text, and the same as a page that every mail program shows: tables and inline styles, nothing from elsewhere. */
export const letter = ({ subject, text, body }: Letter): Content => ({
  subject,
  text: `${text.join('\n\n')}\n`,
  html: html`<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${subject}</title></head>
  <body style="margin:0;padding:24px;background:#f4f5f4;font-family:system-ui,sans-serif;font-size:16px;line-height:1.5;color:#1c2624">
    <div style="max-width:560px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
      <h1 style="margin:0 0 16px;font-size:20px">${subject}</h1>
      ${body}
    </div>
  </body>
</html>
`.html,
});

type Line = { title: string; sku: string; quantity: number; lineTotalMinor?: number };

export const linesAsText = (lines: readonly Line[], currency: string): string =>
  lines
    .map(({ title, sku, quantity, lineTotalMinor }) => {
      const price = lineTotalMinor === undefined ? '' : `  ${shownMoney(lineTotalMinor, currency)}`;
      return `${quantity} x ${oneLine(title)} (${oneLine(sku)})${price}`;
    })
    .join('\n');

export const linesAsHtml = (lines: readonly Line[], currency: string): Html => html`
      <table style="width:100%;border-collapse:collapse">${lines.map(
        ({ title, sku, quantity, lineTotalMinor }) => html`
        <tr style="border-bottom:1px solid #e2e6e4">
          <td style="padding:8px 0">${quantity} × ${title}<br><small style="color:#5c6b67">${sku}</small></td>
          <td style="padding:8px 0;text-align:right">${lineTotalMinor === undefined ? '' : shownMoney(lineTotalMinor, currency)}</td>
        </tr>`,
      )}
      </table>`;

const totalsOf = ({ totals, currencyCode }: OrderSummary): [name: string, amount: string][] => {
  const parts: [string, number][] = [
    ['Subtotal', totals.subtotalMinor],
    ['Delivery', totals.deliveryMinor],
    ['Tax', totals.taxMinor],
    ['Discount', -totals.discountMinor],
  ];
  const shown = parts.filter(([name, minor]) => name === 'Subtotal' || minor !== 0);
  return [...shown, ['Total', totals.totalMinor] as [string, number]].map(([name, minor]) => [name, shownMoney(minor, currencyCode)]);
};

export const totalsAsText = (order: OrderSummary): string =>
  totalsOf(order)
    .map(([name, amount]) => `${name}: ${amount}`)
    .join('\n');

export const totalsAsHtml = (order: OrderSummary): Html => html`
      <table style="width:100%;margin-top:8px">${totalsOf(order).map(
        ([name, amount]) => html`
        <tr><td>${name}</td><td style="text-align:right">${amount}</td></tr>`,
      )}
      </table>`;
