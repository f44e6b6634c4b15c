import type { OrderSummary } from '../../orders/contract.ts';
import type { Content, MailKind } from '../contract.ts';
import { accountLink } from './account-link.ts';
import { orderCancelled } from './order-cancelled.ts';
import { orderPlaced } from './order-placed.ts';
import { orderRefunded } from './order-refunded.ts';
import { orderShipped } from './order-shipped.ts';

const ID = '00000000-0000-7000-8000-000000000000';
const LINE = '00000000-0000-7000-8000-000000000001';

/** An order that is made up. */
const ORDER: OrderSummary = {
  orderId: ID,
  customerId: null,
  number: 'H100001',
  status: 'PAID',
  email: 'ada@example.com',
  currencyCode: 'EUR',
  lines: [
    { orderLineId: LINE, sku: 'TENT-2', title: 'Tent for two', quantity: 1, unitPriceMinor: 18900, lineTotalMinor: 18900 },
    { orderLineId: ID, sku: 'MUG-BLUE', title: 'Enamel mug, blue', quantity: 2, unitPriceMinor: 1250, lineTotalMinor: 2500 },
  ],
  totals: { subtotalMinor: 21400, deliveryMinor: 490, taxMinor: 0, discountMinor: 0, totalMinor: 21890 },
  shippingAddress: { name: 'Ada Lovelace', line1: '12 Analytical Street', city: 'Berlin', postalCode: '10115', countryCode: 'DE' },
};

const LINK = { token: 'made-up', expiresAt: '2026-01-31T09:00:00.000Z' };

/** What each mail looks like. */
export const SAMPLES: Record<MailKind, () => Content> = {
  ORDER_PLACED: () => orderPlaced(ORDER),
  ORDER_CANCELLED: () => orderCancelled(ORDER),
  ORDER_SHIPPED: () =>
    orderShipped(ORDER, {
      carrier: 'DHL',
      trackingNumber: '00340434161094042557',
      trackingUrl: 'https://tracking.example.com/00340434161094042557',
      lines: [{ orderLineId: LINE, quantity: 1 }],
    }),
  ORDER_REFUNDED: () => orderRefunded(ORDER, { amountMinor: 2500, currencyCode: 'EUR' }),
  EMAIL_VERIFICATION: () => accountLink({ purpose: 'VERIFY_EMAIL', ...LINK }, 'https://shop.example.com'),
  PASSWORD_RESET: () => accountLink({ purpose: 'RESET_PASSWORD', ...LINK }, 'https://shop.example.com'),
};
