import { ask } from './ask.ts';
import { fail } from './fail.ts';
import { learn } from './learn.ts';
import type { Intent } from './provider.ts';
import { EXPIRED } from './refusals.ts';
import { nextRound, type PaymentRow } from './rows.ts';
import type { Tools } from './tools.ts';

/** Nobody has tried to pay it yet. */
export const isUntried = (intent: Intent): boolean =>
  intent.status === 'requires_confirmation' || (intent.status === 'requires_payment_method' && intent.failure === null);

const cause = { name: 'authorize', tell: false };

/** Has the card asked, once, and writes down what came of it. After 23 hours it is too late for that. */
export async function confirmIntent(tools: Tools, payment: PaymentRow, intentId: string): Promise<PaymentRow> {
  if (!payment.repeatable) return fail(tools, payment, EXPIRED);
  const { provider } = tools;
  const key = `confirm_${payment.id}`;
  const call = (tried: string) => provider.confirm(intentId, tried);
  const keys = { key, round: payment.keyRound, usedUp: () => nextRound(tools.sql, payment) };
  const { intent, refusal } = await ask(provider, { intentId, ...keys, call, isUntouched: isUntried });
  if (refusal && isUntried(intent)) return fail(tools, payment, refusal.declineCode ?? refusal.code);
  return learn(tools, payment.id, intent, cause, payment);
}
