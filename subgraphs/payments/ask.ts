import { type Failure, type Intent, type IntentAnswer, type Provider, ProviderUnavailable } from './provider.ts';

/** Keys that one call tries before it leaves the rest to the next. */
export const KEYS = 3;

/** `key`, `key:2`, `key:3`, and in the next round `key:4` ... */
export const keyOf = (key: string, round: number, tried: number): string => {
  const number = round * KEYS + tried;
  return number === 1 ? key : `${key}:${number}`;
};

/** How an intent stands after it was asked for something, and the provider's reason where it would not. */
export type Outcome = { intent: Intent; refusal: Failure | null };

type Question = {
  intentId: string;
  key: string;
  /** Rounds of keys that are used up; `usedUp` tells of another. */
  round: number;
  usedUp: () => Promise<unknown>;
  call: (key: string) => Promise<IntentAnswer>;
  /** True while the intent shows that nothing has come of the call. */
  isUntouched: (intent: Intent) => boolean;
};

/**
 * Asks for a change that an intent can make only once (confirm, capture). A 5xx is stored under its key and would only
 * be repeated, so the intent is looked at, and while it is untouched the next key is tried, three in one call.
 * Silence is thrown: the same key is the way to ask again.
 */
export async function ask(provider: Provider, { intentId, key, round, usedUp, call, isUntouched }: Question): Promise<Outcome> {
  for (let tried = 1; ; tried++) {
    try {
      const answer = await call(keyOf(key, round, tried));
      if (answer.kind === 'intent') return { intent: answer.intent, refusal: null };
      return {
        intent: await present(provider, intentId),
        refusal: { code: answer.code, declineCode: answer.kind === 'declined' ? answer.declineCode : null },
      };
    } catch (error) {
      if (!(error instanceof ProviderUnavailable && error.answered)) throw error;
      const intent = await present(provider, intentId);
      if (!isUntouched(intent)) return { intent, refusal: null };
      if (tried < KEYS) continue;
      await usedUp();
      throw error;
    }
  }
}

/** The intent as it is now; that the provider does not know it is a fault. */
export async function present(provider: Provider, intentId: string): Promise<Intent> {
  const intent = await provider.retrieve(intentId);
  if (!intent) throw new ProviderUnavailable(`The payment provider does not know ${intentId}.`, { answered: false });
  return intent;
}
