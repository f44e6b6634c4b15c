import { refuse } from '../refusal.ts';
import type { SagaTable, Step } from '../saga.ts';
import { type Entry, Overtaken, type SagaLog, type SagaRecord } from '../saga-log.ts';

/** A world that a saga changes: what it looks like, and whether that counts as bought or as untouched. */
export type World = { saga: SagaTable; input: unknown; look(): unknown | Promise<unknown> };

/** A log in memory, with the rules of the real one; `dieAfter` entries its owner's process is gone. */
export function memorySagaLog(record: SagaRecord, dieAfter = Number.POSITIVE_INFINITY) {
  let dead = false;
  const entries: Entry[] = [];
  const log: SagaLog = {
    async write(write) {
      if (dead || write.epoch !== record.epoch) throw new Overtaken(write.id);
      if (entries.length + write.entries.length > dieAfter) {
        dead = true;
        throw new Overtaken(write.id);
      }
      entries.push(...write.entries);
      record.state = write.state;
      record.refusals = write.refusals;
      return { expired: false };
    },
    claim: async () => [],
    wake: async () => {},
  };
  return { log, entries, died: () => dead };
}

export type Tamper = (step: Step) => Step;
export const everyStep = (table: SagaTable, tamper: Tamper): SagaTable => ({ ...table, steps: table.steps.map(tamper) });
/** The worst moment to refuse: when the effect is there already. */
export const refusing =
  (name: string): Tamper =>
  (step) =>
    step.name === name ? { ...step, run: (told) => step.run(told).then(() => refuse('INJECTED', 'Injected.')) } : step;
