import { isRefused, type Refused } from '../../kit/refusal.ts';
import type { Waiting } from '../../kit/saga.ts';

type Authorization = { status: 'AUTHORIZED' } | { status: 'REQUIRES_ACTION'; clientSecret: string } | Refused;

/** What an attempt waits for when the buyer's bank wants a word. */
export type ActionRequired = { clientSecret: string };

/** The saga goes on once the payment is authorized; until the buyer has answered their bank it waits, if they still want to. */
export async function untilAuthorized(
  authorizing: Promise<Authorization>,
  stillWanted: () => Promise<Refused | object>,
): Promise<{ status: 'AUTHORIZED' } | Refused | Waiting> {
  const answer = await authorizing;
  if (isRefused(answer) || answer.status === 'AUTHORIZED') return answer;
  const wanted = await stillWanted();
  if (isRefused(wanted)) return wanted;
  return { waiting: { clientSecret: answer.clientSecret } satisfies ActionRequired };
}
