import type { Contract } from '../../../kit/contract.ts';
import { cart } from '../../cart/contract.ts';
import { inventory } from '../../inventory/contract.ts';
import { orders } from '../../orders/contract.ts';
import { payments } from '../../payments/contract.ts';
import { placeOrder, type Shop } from '../place-order.saga.ts';

/** What a saga asks must fit the contract as it is today, also where it asks with what an earlier version has written down. */
const asAgreed = <T extends object>({ commands }: Contract, toy: T): T =>
  Object.fromEntries(
    Object.entries(toy).map(([name, act]) => [name, async (input: unknown) => act(commands[name]!.input.parse(input))]),
  ) as T;

const CART = '00000000-0000-7000-8000-00000000ca27';
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };
const VARIANT = '00000000-0000-7000-8000-00000000fa21';

/** A shop in memory that keeps the contracts: every command is repeatable, every undo works without its action. */
export function toyShop() {
  const world = { stock: 10, held: 0, sold: 0, cart: 'OPEN', ticket: 'ADMITTED', bought: 0, counted: 0, order: 'none', money: 'none' };
  const lines = [{ variantId: VARIANT, quantity: 2, unitPriceMinor: 500, sku: 'A', title: 'Apple' }];
  const totals = { subtotalMinor: 1000, deliveryMinor: 490, taxMinor: 0, discountMinor: 0, totalMinor: 1490 };
  const then = <T>(change: Partial<typeof world>, answer: T): T => {
    Object.assign(world, change);
    return answer;
  };
  const shop = {
    holdSeconds: 900,
    quote: async () => ({ currencyCode: 'EUR', lines, totals, adopt: null, limited: true }),
    admissions: {
      use: async () => then({ ticket: 'USED', bought: 2 }, {}),
      giveBack: async () => then({ ticket: 'ADMITTED', bought: 0 }, undefined),
    },
    limits: {
      count: async () => then({ counted: 2 }, {}),
      giveBack: async () => then({ counted: 0 }, undefined),
    },
    cart: asAgreed(cart, {
      freeze: async () => then({ cart: 'FROZEN' }, { cartId: CART, version: 1, currencyCode: 'EUR', lines }),
      reopen: async () => then({ cart: 'OPEN' }, {}),
      close: async () => then({ cart: 'CLOSED' }, {}),
    }),
    inventory: asAgreed(inventory, {
      reserve: async () => then({ held: 2, stock: 8 }, { expiresAt: '' }),
      release: async () => then({ held: 0, stock: 10 }, {}),
      commit: async () => then({ held: 0, sold: 2 }, {}),
    }),
    orders: asAgreed(orders, {
      stillWanted: async () => ({}),
      place: async () => then({ order: 'PENDING' }, {}),
      fail: async () => then({ order: 'none' }, {}),
      confirm: async () => then({ order: 'PAID' }, { number: 'H1' }),
    }),
    payments: asAgreed(payments, {
      authorize: async () => then({ money: 'AUTHORIZED' }, { status: 'AUTHORIZED' }),
      capture: async () => then({ money: 'CAPTURED' }, {}),
      void: async () => then({ money: 'none' }, {}),
    }),
  } as unknown as Shop;
  const input = {
    cartId: CART,
    lines: null,
    customerId: null,
    email: 'a@example.com',
    shippingAddress: ADDRESS,
    deliveryOptionId: null,
    paymentMethodId: 'pm_card_visa',
    expectedTotalMinor: null,
    admission: null,
  };
  return { saga: placeOrder(shop), input, look: () => ({ ...world }) };
}
