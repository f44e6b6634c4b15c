/** A row of docs/faults.md: a fault, what must hold under it, and the tests beside the scenarios of drills/faults that prove it. */
export type MatrixRow = {
  row: string;
  fault: string;
  holds: string;
  /** `file › part of a test's name`; each must exist (matrix.test.ts). */
  tests: string[];
  /** Why there is no scenario in a shop that runs. */
  later?: string;
};

const SAGA_LAWS = [
  'subgraphs/checkout/place-order.saga.test.ts',
  'subgraphs/orders/cancel-order.saga.test.ts',
  'subgraphs/orders/refund-order.saga.test.ts',
].map((file) => `${file} › sagaLaws`);

export const MATRIX: MatrixRow[] = [
  {
    row: 'F1',
    fault: 'kill -9 before a saga step',
    holds: 'another worker runs it after the lease',
    tests: [...SAGA_LAWS, 'stories/killed.test.ts › kill -9 under 40 checkouts'],
  },
  {
    row: 'F2',
    fault: 'kill -9 after the effect, before it is recorded',
    holds: 'the effect happens once',
    tests: [...SAGA_LAWS, 'wiring/fulfillment.test.ts › let go by a process that died'],
  },
  { row: 'F3', fault: 'kill -9 while compensating', holds: 'every undo resumes', tests: SAGA_LAWS },
  {
    row: 'F4',
    fault: 'every action and every undo run twice',
    holds: 'the same end as once',
    tests: [...SAGA_LAWS, 'drills/faults/laws.test.ts › every step and every undo'],
  },
  {
    row: 'F5',
    fault: 'the HTTP reply is lost after the commit',
    holds: 'the same key gives the same order',
    tests: ['stories/never-twice.test.ts › one key, twenty calls'],
  },
  {
    row: 'F6',
    fault: 'the outbox relay is killed in mid-batch',
    holds: 'sent at least once, applied once',
    tests: ['kit/inbox.test.ts › an event that comes twice', 'kit/outbox.test.ts › one that a queue has lost'],
  },
  { row: 'F7', fault: 'Postgres restarts under load', holds: 'nothing acknowledged is lost; pools recover alone', tests: [] },
  { row: 'F8', fault: 'a connection is cut in mid-transaction, or goes silent', holds: 'whole transactions are repeated', tests: [] },
  {
    row: 'F9',
    fault: 'the reply to COMMIT is lost',
    holds: 'looked up by key before anything is repeated',
    tests: ['subgraphs/checkout/commands/attempt-rows.test.ts › is not taken for ours when the key is another'],
  },
  {
    row: 'F10',
    fault: 'deadlock, serialization failure',
    holds: 'locks in one order, bounded retry',
    tests: ['subgraphs/inventory/inventory.test.ts › crossed carts lock in one order'],
  },
  { row: 'F11', fault: 'the pool is exhausted, statements are slow', holds: 'browsing has its own pool', tests: [] },
  { row: 'F12', fault: 'the disk is full', holds: 'checkout says so, nothing is half done, it recovers', tests: [] },
  {
    row: 'F13',
    fault: 'Redis comes back empty',
    holds: 'Postgres knows what is still to be done',
    tests: ['kit/outbox.test.ts › one that a queue has lost'],
  },
  { row: 'F14', fault: 'Redis is away', holds: 'buying does not wait for it', tests: [] },
  {
    row: 'F15',
    fault: 'a poison job',
    holds: 'bounded tries, then dead and named; others flow',
    tests: ['kit/queue.test.ts › a job that always fails', 'kit/outbox.test.ts › failed for good'],
  },
  {
    row: 'F16',
    fault: 'an owner is stopped past its lease and wakes up',
    holds: 'fenced by its epoch, it writes nothing',
    tests: ['kit/saga-log.test.ts › an owner who was overtaken'],
  },
  { row: 'F17', fault: 'a subscriber is down', holds: 'the outbox grows, and drains in order', tests: [] },
  {
    row: 'F18',
    fault: 'provider: no answer, charge applied',
    holds: 'unknown is a state; paid once',
    tests: ['subgraphs/payments/faults/lost-answers.test.ts › F18'],
  },
  {
    row: 'F19',
    fault: 'provider: no answer, charge not applied',
    holds: 'the same key again, no duplicate',
    tests: ['subgraphs/payments/faults/lost-answers.test.ts › F19'],
  },
  {
    row: 'F20',
    fault: 'provider: a stored 500',
    holds: 'looked at, not repeated; the next key is written down first',
    tests: ['subgraphs/payments/faults/lost-answers.test.ts › F20'],
  },
  {
    row: 'F21',
    fault: 'provider: 409, key in use',
    holds: 'waited for under the same key',
    tests: ['subgraphs/payments/faults/lost-answers.test.ts › F21'],
  },
  {
    row: 'F22',
    fault: 'provider: 429',
    holds: 'token bucket; buyers wait, none is lost',
    tests: ['subgraphs/payments/faults/provider-troubles.test.ts › F22'],
  },
  {
    row: 'F23',
    fault: 'a decline, then another card',
    holds: 'a new key and a new order; one is captured',
    tests: ['subgraphs/payments/faults/lost-answers.test.ts › F23', 'stories/buying.test.ts › a declined card gives the stock back'],
  },
  {
    row: 'F24',
    fault: 'provider: another amount or currency',
    holds: 'never PAID, alarm, given back once',
    tests: ['subgraphs/payments/faults/provider-troubles.test.ts › F24'],
  },
  {
    row: 'F25',
    fault: 'the provider is down',
    holds: 'breaker open, browsing up, buyers served later',
    tests: ['subgraphs/payments/faults/provider-troubles.test.ts › F25'],
  },
  {
    row: 'F26',
    fault: 'webhooks lost for good',
    holds: 'the poller asks about every payment that is not final',
    tests: ['subgraphs/payments/faults/lost-webhooks.test.ts › F26'],
  },
  {
    row: 'F27',
    fault: 'webhooks doubled, in parallel',
    holds: 'one event, one effect',
    tests: ['subgraphs/payments/commands/webhooks.test.ts › F27'],
  },
  {
    row: 'F28',
    fault: 'webhooks out of order',
    holds: 'the present state is fetched; forward only',
    tests: ['subgraphs/payments/faults/webhook-order.test.ts › F28', 'subgraphs/payments/commands/webhooks.test.ts › F28'],
  },
  {
    row: 'F29',
    fault: 'webhooks forged, altered, stale, of the future',
    holds: '400 and no row',
    tests: ['subgraphs/payments/webhook-signature.test.ts › refused', 'subgraphs/payments/commands/webhooks.test.ts › F29'],
  },
  {
    row: 'F30',
    fault: 'a webhook days late, after the cancel',
    holds: 'orphan money is refunded once',
    tests: ['subgraphs/payments/commands/webhooks.test.ts › F30', 'subgraphs/payments/faults/lost-webhooks.test.ts › F30'],
  },
  {
    row: 'F31',
    fault: 'the webhook comes before the reply',
    holds: 'both paths meet on one row',
    tests: ['subgraphs/payments/faults/webhook-order.test.ts › F31'],
  },
  {
    row: 'F32',
    fault: 'a valid event that is not ours',
    holds: 'stored, put aside, never 500 for ever',
    tests: ['subgraphs/payments/commands/webhooks.test.ts › F32'],
  },
  {
    row: 'F33',
    fault: 'one key, many clients at once',
    holds: 'one order',
    tests: ['stories/never-twice.test.ts › one key, twenty calls'],
  },
  {
    row: 'F34',
    fault: 'one key, another body',
    holds: 'refused, the first untouched',
    tests: ['stories/never-twice.test.ts › one key, twenty calls'],
  },
  {
    row: 'F35',
    fault: 'many keys, one cart',
    holds: 'one live order a cart',
    tests: ['stories/never-twice.test.ts › two keys on one cart'],
  },
  {
    row: 'F36',
    fault: 'one key, another customer',
    holds: 'a key counts within its customer',
    tests: ['subgraphs/checkout/commands/checkout.test.ts › the same key of a guest and of two customers'],
  },
  { row: 'F37', fault: 'the cart changes during the checkout', holds: 'the order has the lines it was priced with', tests: [] },
  { row: 'F38', fault: 'one voucher, many carts', holds: 'the counter is never passed', tests: [], later: 'there are no vouchers yet' },
  {
    row: 'F39',
    fault: 'one variant on two lines',
    holds: 'demand is summed first',
    tests: ['subgraphs/inventory/inventory.test.ts › two lines of one variant'],
  },
  {
    row: 'F40',
    fault: 'the hold ends while paying',
    holds: 'pinned units are not swept',
    tests: ['subgraphs/inventory/inventory.test.ts › a pinned reservation is not swept'],
  },
  {
    row: 'F41',
    fault: 'the buyer pays after the cancel',
    holds: 'the intent is cancelled first; late money goes back',
    tests: ['stories/after-the-sale.test.ts › an order is cancelled while the bank is still being asked'],
  },
  {
    row: 'F42',
    fault: 'paid and cancelled at once, shipped and cancelled at once',
    holds: 'one wins; money and units follow',
    tests: ['wiring/fulfillment.test.ts › a parcel leaves or its order is cancelled, never both'],
  },
  {
    row: 'F43',
    fault: 'clocks ten minutes apart',
    holds: 'the database decides; tokens allow for it',
    tests: ['kit/sign.test.ts › is good for a quarter of an hour'],
  },
  { row: 'F44', fault: 'search is down', holds: 'products are shown and sold', tests: [] },
  {
    row: 'F45',
    fault: 'a cache is stale or lost',
    holds: 'prices are read anew at checkout; a page is asked for once, however many want it',
    tests: [
      'stories/buying.test.ts › a price that has changed is told',
      'gateway/cache/storefront.test.ts › F45: when everything is forgotten under load',
      'gateway/cache/response-cache.test.ts › law: nobody is ever told less',
    ],
  },
  { row: 'F46', fault: 'a subgraph is down', holds: 'its fields are missing, no others', tests: ['gateway/federation.test.ts › '] },
  { row: 'F47', fault: 'a subgraph hangs', holds: 'given up in its time', tests: [] },
  { row: 'F48', fault: 'every process restarted under load', holds: 'SIGTERM drains; nothing fails', tests: [] },
  {
    row: 'F49',
    fault: 'one process and many differ',
    holds: 'the same scenarios in both',
    tests: ['drills/faults/faults.test.ts › in %s'],
  },
  {
    row: 'F50',
    fault: 'half an hour of everything',
    holds: 'all, with flat memory',
    tests: [],
    later: 'by night: npm run drill:faults -- --only storm --minutes 60',
  },
];

/** Rules of the order saga (design, section 7): taken out of the code, each makes this test fail. */
export const RULES: { rule: string; test: string }[] = [
  { rule: 'What an attempt has pinned is not swept', test: 'subgraphs/inventory/commands/expire-reservations.test.ts › what is pinned' },
  { rule: 'An owner that was overtaken writes nothing (epoch)', test: 'kit/saga-log.test.ts › an owner who was overtaken' },
  { rule: 'A crash is no refusal: recovery runs forward', test: 'kit/testing/saga-laws.ts › cut off at any entry of its log' },
  { rule: 'The hold of beginCheckout is adopted', test: 'subgraphs/inventory/inventory.test.ts › adopts the hold of a checkout' },
  { rule: 'One live order a cart', test: 'subgraphs/orders/orders.test.ts › of two on one cart one is refused' },
  { rule: 'Answers are frozen at the promise', test: 'subgraphs/checkout/answer.test.ts › when the promise is made' },
  {
    rule: 'The total is what the buyer was shown',
    test: 'subgraphs/checkout/commands/quote-purchase.test.ts › must be what the buyer expects',
  },
  {
    rule: 'A limit per customer is taken like stock',
    test: 'subgraphs/checkout/limits/limits.test.ts › many at once take exactly as many',
  },
  {
    rule: 'Two-step intents: the next key after a stored 500',
    test: 'subgraphs/payments/commands/provider-faults.test.ts › a stored 500 on create',
  },
];
