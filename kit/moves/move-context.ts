import postgres, { type Sql } from 'postgres';
import { ConfigError } from '../config.ts';
import { contextUrl, roleOf } from '../migrate.ts';
import type { Signer } from '../sign.ts';
import { uuidv7 } from '../uuid.ts';
import { copy, open, prepare } from './arrival.ts';
import type { Tally } from './copy-schema.ts';
import { FREEZER, frozen } from './frozen.ts';
import { leftOf, type Note, noteOn, placeOf, renameSchemas, shownDatabase } from './places.ts';

export type Move = { context: string; folder: URL; from: string; to: string; signer: Signer; tell?: (line: string) => void };
export type Moved = { tables: Tally[]; frozenMs: number; left: string };

const LOCK = 0x6d6f7665;

/**
 * Moves a context's schema to another database: what was committed in it is there, and nobody can write where it was. Those who
 * write meanwhile wait. Whenever it is cut off, exactly one of the two databases has the context, or none while only its last
 * step is missing; to call it again goes on or begins anew. Throws a `ConfigError` where there is nothing to move, or no room for it.
 */
export async function moveContext({ context, folder, from, to, signer, tell = () => {} }: Move): Promise<Moved | 'finished'> {
  const [source, target] = [from, to].map((url) => postgres(url, { max: 1, onnotice: () => {} })) as [Sql, Sql];
  const places = { source: shownDatabase(from), target: shownDatabase(to) };
  try {
    await takeTurns(source, target, context, places);
    const [here, there] = [await placeOf(source, context), await placeOf(target, context)];
    if (!here.live) {
      if (!here.left || !there.arriving?.copied || there.arriving.move !== here.left.move)
        throw new ConfigError(`There is no ${context} in ${places.source}${here.left ? `: it was moved to ${here.left.other}` : ''}.`);
      tell(`${context} has left ${places.source} and arrived in ${places.target}: the last step is done now.`);
      await open(target, context);
      return 'finished';
    }
    if (there.live)
      throw new ConfigError(`${places.target} has a schema ${context} already. If it is nobody's, drop it: DROP SCHEMA ${context} CASCADE`);
    const note: Note = { move: uuidv7(), at: new Date().toISOString(), other: places.source };
    await prepare(target, { context, folder, to, signer, note, linked: there.linked });
    tell(`The schema is made in ${places.target}. From now on who writes into ${context} waits.`);
    const began = performance.now();
    const left = leftOf(context, new Date(note.at));
    const tables = await frozen(contextUrl(from, context, signer), context, async (tx, all) => {
      const copied = await copy(tx, all, { context, url: contextUrl(to, context, signer), note, tell });
      // from here on the context is in the target: what is missing is its name
      await leave(source, context, left, { ...note, other: places.target });
      await endOthers(source, context);
      return copied;
    });
    await open(target, context);
    return { tables, frozenMs: Math.round(performance.now() - began), left };
  } finally {
    await Promise.all([source.end(), target.end()]);
  }
}

type Ends = { source: string; target: string };

/** One move of a context at a time. An advisory lock belongs to its database: had by the one, it cannot be had by the other if they are the same. */
async function takeTurns(source: Sql, target: Sql, context: string, places: Ends): Promise<void> {
  for (const [sql, place] of [
    [source, places.source],
    [target, places.target],
  ] as const) {
    const [lock] = await sql`SELECT pg_try_advisory_lock(${LOCK}, hashtext(${context})) AS taken`;
    if (!lock!.taken)
      throw new ConfigError(`${place} is where ${context} is already, or another move of ${context} from it or to it is under way.`);
  }
}

const leave = (source: Sql, context: string, left: string, note: Note): Promise<void> =>
  renameSchemas(
    source,
    roleOf(context),
    [
      [context, left],
      [`${context}_migrations`, `${left}_migrations`],
    ],
    noteOn(left, note),
  );

/** Before the freeze ends: a statement that has waited for it must not go on in what is left behind. */
const endOthers = (source: Sql, context: string) => source`
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE usename = ${roleOf(context)} AND datname = current_database() AND application_name <> ${FREEZER}`;
