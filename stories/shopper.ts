import { randomUUID } from 'node:crypto';

/** What a storefront and a merchant's tool do, over HTTP only. */
export type Shopper = ReturnType<typeof shopper>;
type Answer = { status: number; data?: Record<string, never> | null; errors?: { message: string; extensions?: Record<string, unknown> }[] };

// biome-ignore lint/suspicious/noExplicitAny: an answer's shape is that of the query beside it
export type Data = any;

const ORDER =
  'order { id number status email totals { total { amountMinor currencyCode } } payment { status amount { amountMinor } refunded { amountMinor } } lines { sku title quantity unitPrice { amountMinor } lineTotal { amountMinor } } timeline { type } }';
const RESULT = `__typename
  ... on CheckoutCompleted { attemptId replayed accessToken ${ORDER} }
  ... on CheckoutActionRequired { attemptId replayed clientSecret expiresAt }
  ... on CheckoutProcessing { attemptId replayed pollAfterMs }
  ... on CheckoutRejected { attemptId replayed userErrors { __typename code message path
    ... on InsufficientStock { variantId available } ... on PaymentDeclined { declineCode }
    ... on PriceChanged { expectedTotal { amountMinor } actualTotal { amountMinor } } } }`;

export const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };

export function shopper({ base, adminKey }: { base: string; adminKey: string }) {
  const post = async (path: string, query: string, variables: object, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(base + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ query, variables }),
    });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const data = (answer: Answer): Data => {
    if (answer.errors) throw new Error(answer.errors.map((error) => error.message).join('; '));
    return answer.data;
  };
  const gql = (query: string, variables: object = {}) => post('/graphql', query, variables);
  const admin = (query: string, variables: object = {}) =>
    post('/admin/graphql', query, variables, { authorization: `Bearer ${adminKey}` });
  const ask = async (query: string, variables: object = {}): Promise<Data> => data(await gql(query, variables));
  const manage = async (query: string, variables: object = {}): Promise<Data> => data(await admin(query, variables));

  /** A product of this story alone, with one variant that has so many units. */
  async function product(stock: number, over: { priceMinor?: number; title?: string } = {}) {
    const name = randomUUID().slice(0, 8);
    const input = {
      externalId: `story-${name}`,
      title: over.title ?? `Story ${name}`,
      status: 'ACTIVE',
      categoryPath: ['Stories'],
      variants: [{ sku: `STORY-${name}`, priceMinor: over.priceMinor ?? 1999, currencyCode: 'EUR' }],
    };
    const { productSave } = await manage(
      'mutation($i:ProductInput!){productSave(input:$i){product{id slug title variants{id sku}} userErrors{code message}}}',
      { i: input },
    );
    if (!productSave.product) throw new Error(JSON.stringify(productSave.userErrors));
    const variantId: string = productSave.product.variants[0].id;
    if (stock > 0) await adjust(variantId, stock);
    return { ...productSave.product, variantId, input } as {
      id: string;
      slug: string;
      title: string;
      variantId: string;
      input: typeof input;
    };
  }
  const adjust = (variantId: string, delta: number, idempotencyKey: string = randomUUID()) =>
    manage('mutation($i:StockAdjustInput!){stockAdjust(input:$i){stock{available reserved sold} userErrors{code}}}', {
      i: { idempotencyKey, variantId, delta, reason: 'RECEIVED' },
    });
  const stock = async (id: string): Promise<{ available: number; reserved: number; sold: number }> =>
    (await manage('query($id:ID!){stock(variantId:$id){available reserved sold}}', { id })).stock;
  const checkout = async (input: object, headers: Record<string, string> = {}): Promise<Data> =>
    data(await post('/graphql', `mutation($i:CheckoutInput!){checkout(input:$i){${RESULT}}}`, { i: input }, headers)).checkout;
  const cartOf = async (variantId: string, quantity = 1): Promise<Data> =>
    (
      await ask('mutation($i:CartCreateInput!){cartCreate(input:$i){cart{id subtotal{amountMinor} lines{id quantity}} userErrors{code}}}', {
        i: { lines: [{ variantId, quantity }] },
      })
    ).cartCreate.cart;
  const begin = async (cartId: string, over: object = {}): Promise<Data> =>
    (
      await ask(
        'mutation($i:BeginCheckoutInput!){beginCheckout(input:$i){checkout{id expiresAt totals{total{amountMinor}} deliveryOptions{id price{amountMinor}} cart{id totalQuantity}} userErrors{__typename code}}}',
        { i: { cartId, ...over } },
      )
    ).beginCheckout;
  /** The input of a checkout that works. */
  const buying = (what: object, over: object = {}) => ({
    idempotencyKey: randomUUID(),
    email: 'ada@example.com',
    shippingAddress: ADDRESS,
    paymentMethodId: 'pm_card_visa',
    ...what,
    ...over,
  });
  const buyingOne = (variantId: string, over: object = {}) => buying({ lines: [{ variantId, quantity: 1 }] }, over);
  /** Asks with the same key until the answer is final. */
  const settled = (input: object): Promise<Data> =>
    until(
      () => checkout(input),
      (answer) => /Completed|Rejected/.test(answer.__typename),
    );
  /** A merchant gives the product another title, or its variant another price. */
  const resave = (product: { input: object }, over: object) =>
    manage('mutation($i:ProductInput!){productSave(input:$i){userErrors{code}}}', { i: { ...product.input, ...over } });
  const cancel = async (orderId: string): Promise<Data> =>
    (
      await manage('mutation($i:CancelOrderInput!){cancelOrder(input:$i){order{status} userErrors{code}}}', {
        i: { idempotencyKey: randomUUID(), orderId },
      })
    ).cancelOrder;
  const audit = async (): Promise<Data> => (await manage('{audit{invariants rowsChecked findings{invariant subject detail}}}')).audit;
  const cleanAudit = (): Promise<Data> => until(audit, (report) => report.findings.length === 0, 45_000);
  return {
    gql,
    admin,
    ask,
    manage,
    product,
    adjust,
    stock,
    checkout,
    cartOf,
    begin,
    buying,
    buyingOne,
    settled,
    resave,
    cancel,
    audit,
    cleanAudit,
    order: (id: string, accessToken?: string) =>
      ask(`query($id:ID!,$t:String){${ORDER.replace('order {', 'order(id:$id, accessToken:$t) {')}}`, { id, t: accessToken }),
  };
}

/** Asks until the answer suits, or the deadline is past: then the last answer, for the test to complain about. */
export async function until<T>(ask: () => Promise<T>, suits: (answer: T) => boolean, ms = 30_000): Promise<T> {
  const deadline = Date.now() + ms;
  for (;;) {
    const answer = await ask();
    if (suits(answer) || Date.now() > deadline) return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
