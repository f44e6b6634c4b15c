import type { Client } from '../../kit/contract.ts';
import { isRefused } from '../../kit/refusal.ts';
import type { accounts } from '../accounts/contract.ts';
import type { OrderSummary, orders } from '../orders/contract.ts';
import type { Content, MailKind } from './contract.ts';
import { accountLink } from './templates/account-link.ts';
import { orderCancelled } from './templates/order-cancelled.ts';
import { orderPlaced } from './templates/order-placed.ts';
import { orderRefunded, Refund } from './templates/order-refunded.ts';
import { orderShipped, Shipment } from './templates/order-shipped.ts';

/** Whom a letter may ask about what the event did not say. */
export type Ask = {
  orders: Pick<Client<typeof orders>, 'summary'>;
  accounts: Pick<Client<typeof accounts>, 'link'>;
  /** Where links to the shop's pages lead. */
  storefrontUrl: string;
};
export type Addressed = { recipient: string; customerId: string | null; content: Content };

/** A kind of mail: the event that it tells of, and how it is written; null when there is nobody to write to. */
export type Letter = {
  event: string;
  /** Its text opens an account: it is not kept once a mail server has it. */
  isSecret?: true;
  write(ask: Ask, payload: unknown): Promise<Addressed | null>;
};

/** A letter to whoever has placed an order; an order that never came to be placed has no number, and nobody waits to hear of it. */
const aboutOrder = (event: string, content: (order: OrderSummary, payload: unknown) => Content): Letter => ({
  event,
  async write(ask, payload) {
    const { order } = await ask.orders.summary({ orderId: (payload as { orderId: string }).orderId });
    if (!order?.number || !order.email) return null;
    return { recipient: order.email, customerId: order.customerId, content: content(order, payload) };
  },
});

/** A letter with a link that accounts has made; none when it has been used or has run out before it could be sent. */
const withLink = (event: string): Letter => ({
  event,
  isSecret: true,
  async write({ accounts: ask, storefrontUrl }, payload) {
    const { linkId, customerId } = payload as { linkId: string; customerId: string };
    const link = await ask.link({ linkId });
    if (isRefused(link)) return null;
    return { recipient: link.email, customerId, content: accountLink(link, storefrontUrl) };
  },
});

/** All mails there are. One more is a kind in the contract, a template, and a line here. */
export const LETTERS: Record<MailKind, Letter> = {
  ORDER_PLACED: aboutOrder('orders.OrderPlaced', orderPlaced),
  ORDER_CANCELLED: aboutOrder('orders.OrderCancelled', orderCancelled),
  ORDER_SHIPPED: aboutOrder('fulfillment.ShipmentShipped', (order, payload) => orderShipped(order, Shipment.parse(payload))),
  ORDER_REFUNDED: aboutOrder('orders.OrderRefunded', (order, payload) => orderRefunded(order, Refund.parse(payload))),
  EMAIL_VERIFICATION: withLink('accounts.VerificationRequested'),
  PASSWORD_RESET: withLink('accounts.PasswordResetRequested'),
};
