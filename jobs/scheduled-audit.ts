import type { Client } from '../kit/contract.ts';
import type { Log } from '../kit/log.ts';
import type { operations } from '../subgraphs/operations/contract.ts';

const LOOK_MS = 60_000;

/**
 * Has the books compared every so often, once for all processes that ask. It hangs on no queue: when the queues are away, somebody should
 * look all the more. `everySeconds` 0: never.
 */
export function auditRegularly(
  ask: Pick<Client<typeof operations>, 'auditWhenDue'>,
  { everySeconds, log, lookMs = LOOK_MS }: { everySeconds: number; log: Log; lookMs?: number },
): { stop(): void } {
  if (everySeconds === 0) return { stop: () => {} };
  let underWay = false;
  const look = async (): Promise<void> => {
    if (underWay) return;
    underWay = true;
    try {
      const { findings } = await ask.auditWhenDue({ everySeconds });
      if (findings) log.error({ findings }, 'the books do not agree: npm run audit says in what');
    } catch (err) {
      log.warn({ err }, 'the books could not be compared');
    } finally {
      underWay = false;
    }
  };
  const timer = setInterval(() => void look(), lookMs);
  return { stop: () => clearInterval(timer) };
}
