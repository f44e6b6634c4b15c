import { randomUUID } from 'node:crypto';
import http from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { serveJob } from '../child.ts';
import { closedLoop, type Load, type Loaded } from './closed-loop.ts';

export type Good = { variantId: string; sku: string; priceMinor: number };
export type CheckoutJob = Load & { url: string; goods: Good[] };

const CHECKOUT = `mutation ($input: CheckoutInput!) { checkout(input: $input) { __typename
  ... on CheckoutCompleted { attemptId accessToken order { id number status totals { total { amountMinor } }
    payment { status amount { amountMinor } } lines { sku quantity unitPrice { amountMinor } } } }
  ... on CheckoutProcessing { pollAfterMs }
  ... on CheckoutRejected { userErrors { code message } } } }`;
/** Undecided answers in one measure before it is given up. */
const PATIENCE = 1_000;
const ADDRESS = { name: 'Ada Byron', line1: '12 Analytical Row', city: 'Berlin', postalCode: '10115', countryCode: 'DE' };

type Amount = { amountMinor: number };
type Answer = {
  data?: {
    checkout?: {
      __typename: string;
      pollAfterMs?: number;
      order?: {
        number: string | null;
        status: string;
        totals: { total: Amount };
        payment: { status: string; amount: Amount } | null;
        lines: { sku: string; quantity: number; unitPrice: Amount }[];
      };
    };
  } | null;
};

/** Buyers who each buy one thing, pay by card, look at what they were told, and buy the next thing. */
async function load({ url, goods, ...load }: CheckoutJob): Promise<Loaded> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: load.callers });
  let turn = 0;
  let askedAgain = 0;
  const loaded = await closedLoop(load, async () => {
    const good = goods[turn++ % goods.length]!;
    const body = JSON.stringify({ query: CHECKOUT, variables: { input: purchase(good) } });
    const settled = async (): Promise<string> => {
      const text = await post(url, agent, body);
      if (!text.includes('"CheckoutProcessing"')) return text;
      if (++askedAgain > PATIENCE) throw new Error('too many checkouts stay undecided');
      await pause((JSON.parse(text) as Answer).data!.checkout!.pollAfterMs);
      return settled();
    };
    const text = await settled();
    if (!isBought(JSON.parse(text) as Answer, good)) throw new Error(`a checkout was answered wrongly: ${text.slice(0, 600)}`);
  });
  agent.destroy();
  return askedAgain === 0
    ? loaded
    : { ...loaded, notes: [`checkout at ${load.callers}: ${askedAgain} answers were "processing", and asked for again`] };
}

const purchase = ({ variantId }: Good) => ({
  idempotencyKey: randomUUID(),
  lines: [{ variantId, quantity: 1 }],
  email: 'ada@example.com',
  shippingAddress: ADDRESS,
  paymentMethodId: 'pm_card_visa',
});

function isBought({ data }: Answer, good: Good): boolean {
  const order = data?.checkout?.order;
  const [line] = order?.lines ?? [];
  return (
    order?.status === 'PAID' &&
    order.number !== null &&
    order.payment?.status === 'CAPTURED' &&
    order.payment.amount.amountMinor === order.totals.total.amountMinor &&
    line?.sku === good.sku &&
    line.quantity === 1 &&
    line.unitPrice.amountMinor === good.priceMinor
  );
}

function post(url: string, agent: http.Agent, body: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const request = http.request(url, { method: 'POST', agent, headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(Buffer.concat(chunks).toString()));
      response.on('error', reject);
    });
    request.on('error', reject);
    request.end(body);
  });
}

serveJob(load);
