import type { Sql, TransactionSql } from 'postgres';
import { resourceMissing } from './api-error.ts';
import type { Effect } from './effect.ts';
import type { Context } from './event.ts';
import type { Params } from './form.ts';
import { answerChallenge } from './intent-endpoints.ts';
import type { Queryable } from './ledger.ts';
import type { PaymentIntent } from './objects.ts';
import { text } from './params.ts';

/** Where the browser goes, or what it shows. */
export interface PageAnswer {
  status: number;
  html?: string;
  location?: string;
}

/** `GET /3ds/:id?client_secret=...`: the bank's challenge, with a button for each way it can end. */
export async function showChallenge(sql: Sql, id: string, params: Params): Promise<PageAnswer> {
  const intent = await intentOfBrowser(sql, id, params);
  if (intent.status !== 'requires_action') return { status: 200, html: page(`This payment is ${intent.status}.`) };
  const amount = `${intent.amount} ${intent.currency} (minor units)`;
  const button = (outcome: string, label: string) => `<button name="outcome" value="${outcome}">${label}</button>`;
  const buttons = button('succeeded', 'Complete authentication') + button('failed', 'Fail authentication');
  const form = `<form method="post">${buttons}</form>`;
  return { status: 200, html: page(`Test payment of ${amount}.`, form) };
}

/** `POST /3ds/:id`: the customer pressed one. Returns the browser to the shop's `return_url`, when there is one. */
export async function finishChallenge(
  id: string,
  params: Params,
  context: Context,
  commit: (decide: (tx: TransactionSql) => Promise<Effect>) => Promise<void>,
): Promise<PageAnswer> {
  const passed = text(params, 'outcome') === 'succeeded';
  let secret = '';
  await commit(async (tx) => {
    secret = (await intentOfBrowser(tx, id, params)).client_secret;
    return answerChallenge(tx, id, passed, context);
  });
  const returnUrl = text(params, 'return_url');
  if (!returnUrl || !/^https?:/i.test(returnUrl) || !URL.canParse(returnUrl))
    return { status: 200, html: page('You can close this page.') };
  const back = new URL(returnUrl);
  back.searchParams.set('payment_intent', id);
  back.searchParams.set('payment_intent_client_secret', secret);
  back.searchParams.set('redirect_status', passed ? 'succeeded' : 'failed');
  return { status: 303, location: back.href };
}

async function intentOfBrowser(sql: Queryable, id: string, params: Params): Promise<PaymentIntent> {
  const [row] = await sql<{ doc: PaymentIntent }[]>`SELECT doc FROM payment_intents WHERE id = ${id}`;
  // A wrong secret is told the same as a wrong id.
  if (!row || row.doc.client_secret !== text(params, 'client_secret')) throw resourceMissing('payment_intent', id, 'intent');
  return row.doc;
}

function page(message: string, form = ''): string {
  return `<!doctype html><meta charset="utf-8"><title>Test 3-D Secure</title><h1>Test 3-D Secure</h1><p>${message}</p>${form}`;
}
