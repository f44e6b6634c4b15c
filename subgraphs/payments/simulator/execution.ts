import type { Sql, TransactionSql } from 'postgres';
import { ApiError, INTERNAL_ERROR } from './api-error.ts';
import type { Changes, Effect } from './effect.ts';
import { expand } from './expansion.ts';
import type { KeyedRequest, StoredAnswer } from './idempotency.ts';
import { saveAnswer } from './idempotency.ts';
import { saveChanges } from './ledger.ts';

export interface Execution {
  sql: Sql;
  requestId: string;
  /** Absent: nothing is saved for a repeat. */
  keyed: KeyedRequest | undefined;
  /** Event types that are to be sent; absent: all. */
  listened: readonly string[] | undefined;
  expansions: string[][];
  /** `no-effect`: fail before deciding. `effect`: commit, and answer 500 all the same. */
  failure: 'no-effect' | 'effect' | undefined;
}

/** Decides, writes, and saves the answer, in one transaction: a crash leaves all of it or nothing. */
export async function execute(
  decide: (tx: TransactionSql) => Promise<Effect>,
  { sql, requestId, keyed, listened, expansions, failure }: Execution,
): Promise<{ answer: StoredAnswer; changes: Changes }> {
  return sql.begin(async (tx) => {
    const effect = failure === 'no-effect' ? internalError() : await decide(tx).catch(refusal);
    const saving = saveChanges(tx, effect.changes, listened);
    // Only an expanded answer reads what was just written; any other goes out with the writes, in one round trip.
    if (expansions.length > 0) await saving;
    const { status, body } = await answerOf(tx, failure ? internalError() : effect, expansions);
    const answer: StoredAnswer = { status, body, requestId };
    await Promise.all([saving, keyed && saveAnswer(tx, keyed, answer)]);
    return { answer, changes: effect.changes };
  });
}

async function answerOf(tx: TransactionSql, { answer }: Effect, expansions: string[][]): Promise<{ status: number; body: string }> {
  if ('error' in answer) return { status: answer.status, body: JSON.stringify({ error: answer.error }) };
  return { status: answer.status, body: JSON.stringify(await expand(tx, answer.object, expansions)) };
}

function refusal(error: unknown): Effect {
  if (error instanceof ApiError) return { changes: { events: [] }, answer: { status: error.status, error: error.body } };
  throw error;
}

function internalError(): Effect {
  return { changes: { events: [] }, answer: { status: 500, error: INTERNAL_ERROR } };
}
