import { sagaLaws } from '../../kit/testing/saga-laws.ts';
import { placeOrder, type Shop } from './place-order.saga.ts';

const CART = '00000000-0000-7000-8000-00000000ca27';
const VARIANT = '00000000-0000-7000-8000-00000000fa21';

/** A shop in memory that keeps the contracts: every command is repeatable, every undo works without its action. */
function toyShop() {
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
    cart: {
      freeze: async () => then({ cart: 'FROZEN' }, { cartId: CART, version: 1, currencyCode: 'EUR', lines }),
      reopen: async () => then({ cart: 'OPEN' }, {}),
      close: async () => then({ cart: 'CLOSED' }, {}),
    },
    inventory: {
      reserve: async () => then({ held: 2, stock: 8 }, { expiresAt: '' }),
      release: async () => then({ held: 0, stock: 10 }, {}),
      commit: async () => then({ held: 0, sold: 2 }, {}),
    },
    orders: {
      place: async () => then({ order: 'PENDING' }, {}),
      fail: async () => then({ order: 'none' }, {}),
      confirm: async () => then({ order: 'PAID' }, { number: 'H1' }),
    },
    payments: {
      authorize: async () => then({ money: 'AUTHORIZED' }, { status: 'AUTHORIZED' }),
      capture: async () => then({ money: 'CAPTURED' }, {}),
      void: async () => then({ money: 'none' }, {}),
    },
  } as unknown as Shop;
  const input = { cartId: CART, lines: null, customerId: null, email: 'a@example.com', paymentMethodId: 'pm_card_visa' };
  return { saga: placeOrder(shop), input, look: () => ({ ...world }) };
}

sagaLaws('PlaceOrder', toyShop(), toyShop);
