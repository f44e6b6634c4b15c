import type { Identity } from '../../../kit/identity.ts';
import { uuidv7 } from '../../../kit/uuid.ts';
import type { CheckoutInput } from '../purchase.ts';

export const guest: Identity = { audience: 'storefront', customerId: null, staff: null, traceId: 'trace-1' };
export const [ada, bob] = [uuidv7(), uuidv7()].map((customerId): Identity & { customerId: string } => ({ ...guest, customerId })) as [
  Identity & { customerId: string },
  Identity,
];
export const HERS = { name: 'Ada', line1: 'Her Road 1', city: 'Town', postalCode: '1000', countryCode: 'CH' };
/** Something to buy, under a key of its own. */
export const input = (more: Partial<CheckoutInput> = {}): CheckoutInput => ({
  idempotencyKey: uuidv7(),
  lines: [{ variantId: '00000000-0000-7000-8000-00000000fa21', quantity: 2 }],
  email: 'buyer@example.com',
  shippingAddress: { name: 'B', line1: 'Road 1', city: 'Town', postalCode: '1000', countryCode: 'CH' },
  paymentMethodId: 'pm_card_visa',
  ...more,
});
