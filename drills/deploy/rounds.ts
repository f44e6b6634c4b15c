import { randomUUID } from 'node:crypto';
import type { DrillWorld } from '../harness/drill-world.ts';

/** All parts are restarted once, with these variables on top of their own; `migrate`: with them, before the first of them. */
export type Round = { title: string; variables: Record<string, string>; migrate: boolean };

const AS_THEY_ARE: Round[] = [{ title: 'as they are', variables: {}, migrate: false }];

/** The three roll-outs of "Rotate the secret" in docs/operating.md, from the secret that the shop has to one that is new. */
export function roundsOf({ rotate, secret }: { rotate: boolean; secret: string }): Round[] {
  if (!rotate) return AS_THEY_ARE;
  const next = randomUUID() + randomUUID();
  return [
    { title: 'the new secret is known', variables: { SECRET: secret, SECRET_PREVIOUS: next }, migrate: false },
    { title: 'the new secret signs', variables: { SECRET: next, SECRET_PREVIOUS: secret }, migrate: true },
    { title: 'the old secret is forgotten', variables: { SECRET: next, SECRET_PREVIOUS: '' }, migrate: false },
  ];
}

export async function prepare({ processes, env }: DrillWorld, { variables, migrate }: Round, parts: string[]): Promise<void> {
  for (const part of parts) processes.next(part, variables);
  if (!migrate) return;
  processes.start('migrate', { ...env, ...variables });
  await processes.finished('migrate');
}
