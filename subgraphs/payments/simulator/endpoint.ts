import type { TransactionSql } from 'postgres';
import type { Effect } from './effect.ts';
import type { Context } from './event.ts';
import type { Params } from './form.ts';
import type { Queryable } from './ledger.ts';

/** One request, decoded. */
export interface Call {
  path: string;
  /** The id in the path, or empty. */
  id: string;
  params: Params;
  context: Context;
}

/** Answers from the ledger and changes nothing. */
export type Read = (call: Call, sql: Queryable) => Promise<object>;

/**
 * Changes something, in two steps: first the parameters are checked, and a refusal there is never saved under an idempotency key;
 * then the returned function decides inside the transaction, and whatever it answers or throws as ApiError is saved.
 */
export type Write = (call: Call) => (tx: TransactionSql) => Promise<Effect>;
