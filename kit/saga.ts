import type { z } from 'zod';
import type { Refused } from './refusal.ts';

/** A step's answer when the world outside must act first: parked until woken, or until the saga's deadline. */
export type Waiting = { waiting: unknown };
export const isWaiting = (answer: unknown): answer is Waiting => typeof answer === 'object' && answer !== null && 'waiting' in answer;

/** What a step is told: the input, the ids drawn before the first step, and the answers of the steps before it. */
export type Told<I, Id extends string, Got> = { sagaId: string; input: I; id: Record<Id, string>; got: Got };
type Settled<O> = Exclude<O, Refused | Waiting>;

// biome-ignore lint/suspicious/noExplicitAny: a saga's own types are checked where it is written; the runner is told any
type AnyTold = Told<any, any, any>;
export type Step = {
  name: string;
  kind: 'read' | 'step' | 'pivot' | 'forward';
  run: (told: AnyTold) => Promise<unknown>;
  undo?: (told: AnyTold) => Promise<unknown>;
  /** False where there is nothing to do: then it is neither logged nor run. Decided anew by whoever takes the saga up. */
  when?: (told: AnyTold) => boolean;
  /** Its start is logged with that of the step before, one entry for both: it may be undone without ever having run. */
  early?: boolean;
};
/** A saga as its runner sees it. */
export type SagaTable = {
  readonly name: string;
  readonly steps: readonly Step[];
  readonly idNames: readonly string[];
  readonly input: z.ZodType;
};

type Run<I, Id extends string, Got, O> = (told: Told<I, Id, Got>) => Promise<O>;
type Does<I, Id extends string, Got, O> = { run: Run<I, Id, Got, O>; undo: Run<I, Id, Got, unknown>; early?: boolean };

/** The part before the promise: each step says how it is undone, and an undo cannot lean on its own step's answer. */
export type Saga<I, Id extends string, Got> = SagaTable & {
  /** Looks, and changes nothing. */
  read<N extends string, O>(name: N, run: Run<I, Id, Got, O>): Saga<I, Id, Got & Record<N, Settled<O>>>;
  /** With `when`, what comes after it may find no answer of it. */
  step<N extends string, O>(
    name: N,
    does: Does<I, Id, Got, O> & { when: (told: Told<I, Id, Got>) => boolean },
  ): Saga<I, Id, Got & Record<N, Settled<O> | undefined>>;
  step<N extends string, O>(name: N, does: Does<I, Id, Got, O>): Saga<I, Id, Got & Record<N, Settled<O>>>;
  /** The promise is made here; it may still refuse. */
  pivot<N extends string, O>(name: N, run: Run<I, Id, Got, O>): Promised<I, Id, Got & Record<N, Settled<O>>>;
};
/** The part after the promise: it may not refuse, and is retried until it holds. */
export type Promised<I, Id extends string, Got> = SagaTable & {
  forward<N extends string, O>(
    name: N,
    run: Run<I, Id, Got, O>,
    how?: { when?: (told: Told<I, Id, Got>) => boolean; early?: boolean },
  ): Promised<I, Id, Got & Record<N, O>>;
};

/**
 * A saga reads as a table: downward what happens, upward on its `undo`s what happens when a step refuses.
 * `ids` are drawn and logged before the first step, so that an undo can name what may never have been made.
 */
export function saga<I extends z.ZodType, const Ids extends readonly string[]>(
  name: string,
  { input, ids }: { input: I; ids: Ids },
): Saga<z.output<I>, Ids[number], unknown> {
  const table = (steps: readonly Step[]): unknown => {
    const add = (step: Step) => {
      if (steps.some((other) => other.name === step.name)) throw new Error(`saga ${name} has two steps named ${step.name}`);
      return table([...steps, step]);
    };
    return {
      name,
      steps,
      idNames: ids,
      input,
      read: (stepName: string, run: Step['run']) => add({ name: stepName, kind: 'read', run }),
      step: (stepName: string, does: Omit<Step, 'name' | 'kind'>) => add({ name: stepName, kind: 'step', ...does }),
      pivot: (stepName: string, run: Step['run']) => add({ name: stepName, kind: 'pivot', run }),
      forward: (stepName: string, run: Step['run'], how: Pick<Step, 'when' | 'early'> = {}) =>
        add({ name: stepName, kind: 'forward', run, ...how }),
    };
  };
  return table([]) as Saga<z.output<I>, Ids[number], unknown>;
}
