import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase } from '../kit/testing/database.ts';
import { type Provider, ProviderUnavailable } from '../subgraphs/payments/provider.ts';
import { startSimulator } from '../subgraphs/payments/simulator/simulator.ts';
import { stripeProvider } from '../subgraphs/payments/stripe.ts';
import { inProcessProvider } from './provider-in-process.ts';

const secretKey = 'sk_test_bench';
let books: Awaited<ReturnType<typeof testDatabase>>;
let simulator: Awaited<ReturnType<typeof startSimulator>>;
beforeAll(async () => {
  books = await testDatabase('simulator');
  simulator = await startSimulator({ sql: books.sql, secretKey, webhookSecret: 'whsec_bench' });
});
afterAll(async () => {
  await simulator.close();
  await books.drop();
});

const VERBS = ['create', 'confirm', 'capture', 'cancel', 'refund', 'retrieve'] as const;
const step = fc.record({
  verb: fc.constantFrom(...VERBS),
  /** Which of the intents there are. */
  on: fc.nat(2),
  /** Few, so that keys come again: for the same question, and for another. */
  key: fc.nat(3),
  amount: fc.constantFrom(1, 700, 1_400),
  card: fc.constantFrom('pm_card_visa', 'pm_card_visa', 'pm_card_visa', 'pm_nobody_knows'),
});
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** What a provider answers to all of it, and how its intents stand in the end; its ids as numbers, in the order in which they came. */
async function answersOf(provider: Provider, steps: Step[], run: string): Promise<string> {
  const ids: string[] = [];
  const answers: unknown[] = [];
  for (const { verb, on, key, amount, card } of steps) {
    const id = ids[on] ?? 'pi_of_nobody';
    const named = `${run}_${verb}_${key}`;
    const answer = await act().catch((error: unknown) => {
      if (error instanceof ProviderUnavailable && !error.answered) return null;
      throw error;
    });
    if (verb === 'create' && answer && 'intent' in answer && !ids.includes(answer.intent.id)) ids.push(answer.intent.id);
    answers.push(answer);
    function act(): Promise<Awaited<ReturnType<Provider['create' | 'refund' | 'retrieve']>>> {
      if (verb === 'create') {
        const metadata = { order_id: `order_${run}`, payment_id: `payment_${on}`, attempt_id: 'attempt' };
        const request = { amountMinor: 700 + amount, currencyCode: 'EUR', paymentMethodId: card, email: 'a@example.com', metadata };
        return provider.create(provider.prepareCreate(request), named);
      }
      if (verb === 'confirm' || verb === 'capture') return provider[verb](id, named);
      if (verb === 'cancel') return provider.cancel(id);
      return verb === 'refund' ? provider.refund(id, { amountMinor: amount, currencyCode: 'EUR' }, named, null) : provider.retrieve(id);
    }
  }
  const then = await Promise.all(ids.map((id) => provider.retrieve(id)));
  return ids
    .reduce((text, id, i) => text.replaceAll(id, `intent ${i}`), JSON.stringify([answers, then]))
    .replaceAll(/_secret\w*/g, ' secret')
    .replaceAll(/"re_\w+"/g, '"refund"');
}

test('it answers as the simulator does, whatever it is asked in whatever order', async () => {
  const theirs = stripeProvider({ secretKey, apiUrl: simulator.url });
  let run = 0;
  const likely: Step[] = (['create', 'confirm', 'capture', 'refund'] as const).map((verb) => ({
    ...{ verb, on: 0, key: 0, amount: 700, card: 'pm_card_visa' },
  }));
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 12 }), fc.nat(4), async (steps, ahead) => {
      run++;
      const all = [...likely.slice(0, ahead), ...steps];
      expect(await answersOf(inProcessProvider(), all, `r${run}`)).toBe(await answersOf(theirs, all, `r${run}`));
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('its books can be looked through, newest first, and by order', async () => {
  const provider = inProcessProvider();
  const made = [];
  for (const order of ['a', 'b', 'a']) {
    const metadata = { order_id: order, payment_id: 'p', attempt_id: 't' };
    const request = { amountMinor: 5, currencyCode: 'EUR', paymentMethodId: 'pm_card_visa', email: 'a@example.com', metadata };
    const answer = await provider.create(provider.prepareCreate(request), `key ${made.length}`);
    if (answer.kind !== 'intent') throw new Error(answer.kind);
    made.push(answer.intent.id);
  }
  const first = await provider.list(null, 2);
  expect(first).toMatchObject({ intents: [{ id: made[2] }, { id: made[1] }], more: true });
  expect(await provider.list(made[1]!, 2)).toMatchObject({ intents: [{ id: made[0] }], more: false });
  expect((await provider.findByOrder('a')).map((intent) => intent.id).sort()).toEqual([made[0], made[2]].sort());
});
