import type { Log } from '../kit/log.ts';
import type { Environment } from './environment.ts';
import type { Stopper } from './stopper.ts';

/** Traces where the environment asks for them; else nothing of the SDK is loaded. Call first: pools that are open are not traced. */
export async function openTraces(part: string, { traces }: Environment, log: Log, stopper: Stopper): Promise<void> {
  if (!traces) return;
  const { exportTraces } = await import('../kit/trace-export.ts');
  stopper.add('traces', exportTraces({ ...traces, service: part === 'all' ? 'holdfast' : `holdfast-${part}` }, log), (it) => it.close());
}
