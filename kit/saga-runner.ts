import type { Log } from './log.ts';
import { isRefused, type Refusal } from './refusal.ts';
import { isWaiting, type SagaTable, type Step } from './saga.ts';
import { type Entry, LEASE_MS, Overtaken, type SagaLog, type SagaRecord, type SagaState } from './saga-log.ts';
import { uuidv7 } from './uuid.ts';

/** How a run ended. `pending`: a fault; somebody goes on with it later. `overtaken`: somebody else goes on already. */
export type Ending =
  | { kind: 'done' }
  | { kind: 'refused'; refusals: Refusal[] }
  | { kind: 'waiting'; answer: unknown }
  | { kind: 'pending' }
  | { kind: 'stuck' };

/** Tries of one step in one run, with these pauses between; after that the saga is let go and recovered later. */
const PAUSES_MS = [40, 250];
/** Undoing is tried for about an hour, then a person is called. */
const UNDO_CLAIMS = 450;
/** The longest pause before what failed is taken up again: once the fault is healed, all must soon come to its end. */
const BACK_OFF_MS = 8_000;

export const newRecord = (table: SagaTable, id: string, input: unknown, ids: Partial<Record<string, string>> = {}): SagaRecord => ({
  id,
  name: table.name,
  state: 'RUNNING',
  epoch: 1,
  input,
  ids: Object.fromEntries(table.idNames.map((name) => [name, ids[name] ?? uuidv7()])),
  log: [],
  refusals: null,
  claims: 1,
  expired: false,
});

/** Drives one saga from where its log stands: forward, or once refused, back. A crash is not a refusal. */
export async function runSaga(table: SagaTable, record: SagaRecord, log: SagaLog, out: Log): Promise<Ending> {
  const run = new SagaRun(table, record, log);
  const heartbeat = setInterval(() => run.beat(), LEASE_MS / 3);
  try {
    return await run.drive();
  } catch (error) {
    if (error instanceof Overtaken) return { kind: 'pending' };
    out.warn({ saga: table.name, saga_step: run.at, err: error, claims: record.claims }, 'a saga step failed and will be tried again');
    return run.letGo(error).catch(() => ({ kind: 'pending' }) as const);
  } finally {
    clearInterval(heartbeat);
  }
}

class SagaRun {
  at = '';
  private state: SagaState;
  private expired: boolean;
  private readonly got: Record<string, unknown> = {};

  constructor(
    private readonly table: SagaTable,
    private readonly record: SagaRecord,
    private readonly log: SagaLog,
  ) {
    this.state = record.state;
    this.expired = record.expired;
    for (const entry of record.log) if (entry.kind === 'done') this.got[entry.step] = entry.answer;
  }

  async drive(): Promise<Ending> {
    if (this.state === 'RUNNING') {
      const ending = await this.forward();
      if (ending) return ending;
    }
    return this.backward();
  }

  /** Null when a step refused, and the way back begins. */
  private async forward(): Promise<Ending | null> {
    const unwritten: Entry[] = [];
    for (const step of this.table.steps) {
      if (this.has(step, 'done')) continue;
      if (this.expired && this.mayTurnBack(step)) return this.turnBack(unwritten, step, [EXPIRED]);
      if (step.kind !== 'read' && !this.has(step, 'started'))
        await this.write([...unwritten.splice(0), { step: step.name, kind: 'started' }]);
      const answer = await this.attempt(step, step.run);
      if (isRefused(answer)) {
        if (step.kind === 'forward') throw new Error(`${step.name} refused after the promise: ${answer.refused[0]!.code}`);
        return this.turnBack(unwritten, step, answer.refused);
      }
      if (isWaiting(answer)) return this.park([...unwritten, { step: step.name, kind: 'waiting', answer: answer.waiting }], answer.waiting);
      this.got[step.name] = answer;
      unwritten.push({ step: step.name, kind: 'done', answer });
    }
    this.state = 'DONE';
    await this.write(unwritten);
    return { kind: 'done' };
  }

  /** Undoes every step that was started, the last one first; a step without an undo has nothing to take back. */
  private async backward(): Promise<Ending> {
    for (const step of [...this.table.steps].reverse()) {
      if (!step.undo || !this.has(step, 'started') || this.has(step, 'undone')) continue;
      await this.attempt(step, step.undo);
      await this.write([{ step: step.name, kind: 'undone' }]);
    }
    this.state = 'COMPENSATED';
    await this.write([]);
    return { kind: 'refused', refusals: this.record.refusals ?? [] };
  }

  private async attempt(step: Step, act: Step['run']): Promise<unknown> {
    this.at = step.name;
    const told = { sagaId: this.record.id, input: this.record.input, id: this.record.ids, got: this.got };
    for (const pause of PAUSES_MS) {
      try {
        return (await act(told)) ?? null;
      } catch {
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return (await act(told)) ?? null;
  }

  private async turnBack(unwritten: Entry[], step: Step, refusals: Refusal[]): Promise<null> {
    this.record.refusals = refusals;
    this.state = 'COMPENSATING';
    await this.write([...unwritten, { step: step.name, kind: 'refused' }]);
    return null;
  }

  private async park(entries: Entry[], answer: unknown): Promise<Ending> {
    this.state = 'WAITING';
    await this.write(entries, 24 * 3_600_000);
    return { kind: 'waiting', answer };
  }

  /** After a fault: whoever recovers next may take it up, later the more often it has failed. */
  async letGo(error: unknown): Promise<Ending> {
    if (this.state === 'COMPENSATING' && this.record.claims >= UNDO_CLAIMS) this.state = 'STUCK';
    const backOff = Math.min(BACK_OFF_MS, 250 * 2 ** Math.min(this.record.claims, 5));
    await this.write([{ step: this.at, kind: 'fault', answer: String(error).slice(0, 300) }], backOff);
    return { kind: this.state === 'STUCK' ? 'stuck' : 'pending' };
  }

  /** Keeps the lease while there is something to do: beside the parking it would shorten the rest. */
  beat(): void {
    if (this.state === 'RUNNING' || this.state === 'COMPENSATING') this.write([]).catch(() => {});
  }

  async write(entries: Entry[], leaseMs = LEASE_MS): Promise<void> {
    const { id, epoch, refusals } = this.record;
    const written = await this.log.write({ id, epoch, entries, state: this.state, refusals, leaseMs });
    this.record.log.push(...entries);
    this.expired = written.expired;
  }

  private has(step: Step, kind: Entry['kind']): boolean {
    return this.record.log.some((entry) => entry.step === step.name && entry.kind === kind);
  }

  /** Before the promise is tried there is a way back; once the pivot was started, only forward. */
  private mayTurnBack(step: Step): boolean {
    return step.kind !== 'forward' && !(step.kind === 'pivot' && this.has(step, 'started'));
  }
}

const EXPIRED: Refusal = { code: 'DEADLINE_EXPIRED', message: 'It took too long, and all of it was undone.' };
