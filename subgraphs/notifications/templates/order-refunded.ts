import { z } from 'zod';
import { CurrencyCode, MinorUnits } from '../../../schema/vocabulary/money.ts';
import type { OrderSummary } from '../../orders/contract.ts';
import type { Content } from '../contract.ts';
import { html } from './html.ts';
import { letter, shownMoney } from './layout.ts';

/** What the event tells of a refund. */
export const Refund = z.object({ amountMinor: MinorUnits, currencyCode: CurrencyCode });

/** Sent for each refund. Why it was made was written for the shop's own books, and stays there. */
export function orderRefunded(order: OrderSummary, { amountMinor, currencyCode }: z.infer<typeof Refund>): Content {
  const words = `We have refunded ${shownMoney(amountMinor, currencyCode)} of your order ${order.number} to the means of payment that you used. How soon it shows there is up to your bank.`;
  return letter({ subject: `A refund for your order ${order.number}`, text: [words], body: html`<p>${words}</p>` });
}
