import type { GraphQLSchema } from 'graphql';
import type { Random } from '../harness/random.ts';
import { type Attack, drawAttack, KINDS } from './attacks.ts';
import { faultOf } from './judge.ts';
import { send } from './send.ts';
import { shrunk } from './shrink.ts';

export type Offender = { kind: string; fault: string; bytes: Buffer };
export type Tally = { sent: number; byKind: Map<string, number>; byStatus: Map<string, number>; offenders: Offender[] };
type Options = {
  port: number;
  schema: GraphQLSchema;
  random: Random;
  /** Asked before each attack. */
  goesOn: (sent: number) => boolean;
  /** Errors of ours that are told by an id count as well. */
  faults: boolean;
  abreast?: number;
};

/** Looking for the smallest of each costs many more of them. */
const MOST_OFFENDERS = 10;

/** Attacks a gateway until it is enough, each kind in its turn, and makes small what has found something. Rejects when nobody listens any more. */
export async function attack({ port, schema, random, goesOn, faults, abreast = 8 }: Options): Promise<Tally> {
  const tally: Tally = { sent: 0, byKind: new Map(), byStatus: new Map(), offenders: [] };
  const found = new Map<string, Offender>();
  const judged = async (attack: Attack) => {
    const reply = await send(port, attack);
    return { reply, fault: faultOf(attack.bytes.toString(), reply, { faults }) };
  };
  async function attacker(): Promise<void> {
    while (goesOn(tally.sent) && found.size < MOST_OFFENDERS) {
      const one = drawAttack(KINDS[tally.sent % KINDS.length]!, random.fork(String(tally.sent)), schema);
      tally.sent++;
      count(tally.byKind, one.kind);
      const { reply, fault } = await judged(one);
      count(tally.byStatus, String(reply.status ?? 'closed'));
      if (fault !== null && !found.has(`${one.kind}: ${fault}`))
        found.set(`${one.kind}: ${fault}`, { kind: one.kind, fault, bytes: one.bytes });
    }
  }
  await Promise.all(Array.from({ length: abreast }, attacker));
  for (const { kind, fault, bytes } of found.values()) {
    const isOne = async (smaller: Buffer) => (await judged({ kind, bytes: smaller })).fault !== null;
    tally.offenders.push({ kind, fault, bytes: await shrunk(bytes, isOne) });
  }
  return tally;
}

const count = (counts: Map<string, number>, name: string): void => void counts.set(name, (counts.get(name) ?? 0) + 1);
