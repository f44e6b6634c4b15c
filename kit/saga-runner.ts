import { faultText } from './fault.ts';
import type { Log } from './log.ts';
import { isRefused, type Refusal } from './refusal.ts';
import { isWaiting, type SagaTable, type Step } from './saga.ts';
import { type Entry, LEASE_MS, Overtaken, type SagaLog, type SagaRecord, type SagaState, type Write } from './saga-log.ts';
import { describe, traced, traceparent } from './trace.ts';
import { uuidv7 } from './uuid.ts';

/**
 * How a run ended. `pending`: a fault or a later owner; somebody goes on with it. `known`: it was not written down, because
 * what it stands for is there already; nothing was done.
 */
export type Ending =
  | { kind: 'done' }
  | { kind: 'known' }
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
/** Looking that takes longer than this, or fails, keeps a new saga from being written down no longer. */
const OPEN_AFTER_MS = 250;

/** Writes a new saga down with its first entries; false where what it stands for is there already, and nothing is written. */
export type Open = (first: Write) => Promise<boolean>;
class Known extends Error {}

export const newRecord = (table: SagaTable, id: string, input: unknown, ids: Partial<Record<string, string>> = {}): SagaRecord => ({
  id,
  name: table.name,
  state: 'RUNNING',
  epoch: 1,
  input,
  ids: Object.fromEntries(table.idNames.map((name) => [name, ids[name] ?? uuidv7()])),
  log: [],
  refusals: null,
  trace: traceparent(),
  claims: 1,
  expired: false,
});

/**
 * Drives one saga from where its log stands: forward, or once refused, back. A crash is not a refusal. One that is not
 * written down yet is, by `open`, with the first entry that there is; it may look before, and do nothing. Where it cannot be
 * written down at all, that is thrown.
 */
export function runSaga(table: SagaTable, record: SagaRecord, log: SagaLog, out: Log, open: Open | null = null): Promise<Ending> {
  const orderId = record.ids.orderId ?? (record.input as { orderId?: string } | null)?.orderId;
  const { claims } = record;
  const about = { 'holdfast.saga': table.name, 'holdfast.saga.claims': claims, ...(orderId && { 'holdfast.order_id': orderId }) };
  return traced(`saga ${table.name}`, about, async () => {
    const ending = await run(table, record, log, out, open);
    describe({ 'holdfast.saga.ending': ending.kind }, ending.kind === 'refused' || ending.kind === 'stuck' ? ending.kind : undefined);
    const code = ending.kind === 'refused' ? ending.refusals[0]?.code : undefined;
    out[ending.kind === 'stuck' ? 'error' : 'info'](
      { saga: table.name, order_id: orderId, ending: ending.kind, code, claims },
      'a saga was run',
    );
    return ending;
  });
}

async function run(table: SagaTable, record: SagaRecord, log: SagaLog, out: Log, open: Open | null): Promise<Ending> {
  const run = new SagaRun(table, record, log, open);
  const heartbeat = setInterval(() => run.beat(), LEASE_MS / 3);
  const opening = open && setTimeout(() => run.openNow().catch(() => {}), OPEN_AFTER_MS);
  try {
    return await run.drive();
  } catch (error) {
    if (error instanceof Known) return { kind: 'known' };
    if (error instanceof Overtaken) return { kind: 'pending' };
    out.warn({ saga: table.name, saga_step: run.at, err: error, claims: record.claims }, 'a saga step failed and will be tried again');
    return await run.letGo(error).catch((fault: unknown) => {
      if (fault instanceof Known) return { kind: 'known' } as const;
      if (!run.isOpen) throw error;
      return { kind: 'pending' } as const;
    });
  } finally {
    clearInterval(heartbeat);
    if (opening) clearTimeout(opening);
  }
}

class SagaRun {
  at = '';
  private state: SagaState;
  private expired: boolean;
  private readonly got: Record<string, unknown> = {};
  /** The write that is under way: one after another, so that none overtakes another. */
  private writing: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly table: SagaTable,
    private readonly record: SagaRecord,
    private readonly log: SagaLog,
    private open: Open | null,
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
    for (const [i, step] of this.table.steps.entries()) {
      if (this.has(step, 'done') || !this.applies(step)) continue;
      if (this.expired && this.mayTurnBack(step)) return this.turnBack(unwritten, step, [EXPIRED]);
      if (step.kind !== 'read' && !this.has(step, 'started')) await this.write([...unwritten.splice(0), ...this.startsAt(i)]);
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

  private get told() {
    return { sagaId: this.record.id, input: this.record.input, id: this.record.ids, got: this.got };
  }

  private applies(step: Step): boolean {
    return this.has(step, 'started') || (step.when?.(this.told) ?? true);
  }

  /** This step's start, and those of the steps right behind it that go with it. */
  private startsAt(i: number): Entry[] {
    const [step, ...behind] = this.table.steps.slice(i);
    const end = behind.findIndex((other) => !other.early);
    const together = [step!, ...behind.slice(0, end < 0 ? undefined : end).filter((other) => this.applies(other))];
    return together.map(({ name }) => ({ step: name, kind: 'started' }));
  }

  private async attempt(step: Step, act: Step['run']): Promise<unknown> {
    this.at = step.name;
    const { told } = this;
    const name = `${this.table.name}: ${act === step.undo ? 'undo ' : ''}${step.name}`;
    const once = () => traced(name, {}, () => act(told));
    for (const pause of PAUSES_MS) {
      try {
        return (await once()) ?? null;
      } catch {
        await this.openNow();
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
    return (await once()) ?? null;
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
    await this.write([{ step: this.at, kind: 'fault', answer: faultText(error).slice(0, 300) }], backOff);
    return { kind: this.state === 'STUCK' ? 'stuck' : 'pending' };
  }

  /** Keeps the lease while there is something to do: beside the parking it would shorten the rest. */
  beat(): void {
    if (this.state === 'RUNNING' || this.state === 'COMPENSATING') this.write([]).catch(() => {});
  }

  get isOpen(): boolean {
    return this.open === null;
  }

  /** Writes a new saga down although nothing is to be said of it yet. */
  async openNow(): Promise<void> {
    if (!this.isOpen) await this.write([]);
  }

  write(entries: Entry[], leaseMs = LEASE_MS): Promise<void> {
    const { id, epoch, refusals } = this.record;
    const write: Write = { id, epoch, entries, state: this.state, refusals, leaseMs };
    const written = this.writing.then(() => this.put(write));
    this.writing = written.catch(() => {});
    return written;
  }

  private async put(write: Write): Promise<void> {
    if (this.open) {
      if (!(await this.open(write))) throw new Known();
      this.open = null;
    } else {
      const { expired } = await this.log.write(write);
      this.expired = expired;
    }
    this.record.log.push(...write.entries);
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
