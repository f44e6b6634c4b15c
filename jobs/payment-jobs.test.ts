import { expect, test } from 'vitest';
import type { Client } from '../kit/contract.ts';
import type { payments } from '../subgraphs/payments/contract.ts';
import { reconcilePayments } from './payment-reconciliation.ts';
import { applyWebhooks } from './payment-webhooks.ts';

type Ask = Client<typeof payments>;

/** The commands of payments that these jobs call, over rows in memory; `poison` events always fail. */
function paymentsWith({ stored, poison = [], undecided = 0 }: { stored: string[]; poison?: string[]; undecided?: number }) {
  const tries = new Map(stored.map((id) => [id, 0]));
  const rounds: number[] = [];
  let waiting = undecided;
  const ask: Pick<Ask, 'pendingWebhooks' | 'applyWebhook' | 'reconcile'> = {
    pendingWebhooks: async ({ limit }) => ({
      eventIds: [...tries]
        .sort(([, a], [, b]) => a - b)
        .map(([id]) => id)
        .slice(0, limit),
    }),
    applyWebhook: async ({ eventId }) => {
      tries.set(eventId, tries.get(eventId)! + 1);
      if (poison.includes(eventId)) throw new Error(`no ${eventId}`);
      tries.delete(eventId);
      return {};
    },
    reconcile: async ({ limit }) => {
      const checked = Math.min(limit, waiting);
      waiting -= checked;
      rounds.push(checked);
      return { checked };
    },
  };
  return { ask: ask as Ask, rounds, left: () => [...tries.keys()] };
}
const named = (count: number, name = 'evt') => Array.from({ length: count }, (_, i) => `${name}_${i}`);

test('a webhook that fails keeps neither the others nor the poller from their work, and fails the job', async () => {
  const shop = paymentsWith({ stored: [...named(1, 'poison'), ...named(20)], poison: ['poison_0'], undecided: 3 });
  await expect(reconcilePayments(shop.ask)()).rejects.toThrow('1 of 21 webhooks could not be applied: Error: no poison_0');
  expect(shop.left()).toEqual(['poison_0']);
  expect(shop.rounds).toEqual([3]);
});

test('a poller that fails keeps no webhook from being applied, and fails the job', async () => {
  const shop = paymentsWith({ stored: named(5) });
  const ask: Ask = { ...shop.ask, reconcile: () => Promise.reject(new Error('no provider')) };
  await expect(reconcilePayments(ask)()).rejects.toThrow('no provider');
  expect(shop.left()).toEqual([]);
});

test('after an outage all that is undecided is asked about in one run', async () => {
  const shop = paymentsWith({ stored: [], undecided: 250 });
  await reconcilePayments(shop.ask)();
  expect(shop.rounds).toEqual([100, 100, 50]);
});

test('all that is stored is applied, batch by batch', async () => {
  const shop = paymentsWith({ stored: named(230) });
  await applyWebhooks(shop.ask)();
  expect(shop.left()).toEqual([]);
});

test('a hundred poisoned webhooks do not keep the next one waiting for ever', async () => {
  const poison = named(100, 'poison');
  const shop = paymentsWith({ stored: [...poison, 'evt_fresh'], poison });
  await expect(applyWebhooks(shop.ask)()).rejects.toThrow('100 of 100');
  await expect(applyWebhooks(shop.ask)()).rejects.toThrow('of 100');
  expect(shop.left()).toEqual(poison);
});
