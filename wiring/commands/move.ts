import { parseArgs } from 'node:util';
import { ConfigError } from '../../kit/config.ts';
import { moveContext } from '../../kit/moves/move-context.ts';
import { shownDatabase } from '../../kit/moves/places.ts';
import { surveyMove } from '../../kit/moves/survey.ts';
import { createSigner } from '../../kit/sign.ts';
import { type ContextName, contextNames } from '../../topology.ts';
import { letOperationsRead, migrationsOf, openDatabase, type Database } from '../database.ts';
import type { Environment } from '../environment.ts';
import { keptSecret } from '../secrets.ts';

export const help = `Usage: npm run move -- <context> --to postgres://user:password@host:5432/database [--dry-run]
       npm run move -- <context> --back [--dry-run]

Moves a context's tables from the database where they are (<CONTEXT>_DATABASE_URL, else DATABASE_URL) to another one, or back
to DATABASE_URL. The user named must be allowed to create roles and schemas there. Stop the context first: who asks it for
something waits for some seconds. Whoever writes nevertheless waits until all is copied, counted and compared, and can write
nothing into the old place afterwards. Cut off, it is called again: it goes on, or begins anew.

  --dry-run    says what would be moved, and what is in the way; touches nothing

Contexts: ${contextNames.join(', ')}
Exit code 0: it is moved. 1: it is not, and is where it was unless told otherwise. 2: the arguments are wrong.`;

export async function run(args: string[], config: Environment): Promise<number> {
  const asked = readArguments(args);
  if ('fault' in asked) {
    console.log(`${asked.fault}\n\n${help}`);
    return 2;
  }
  const database = await openDatabase(config, { adopt: true });
  try {
    const signer = createSigner(keptSecret(config.dataDir, 'secret', config.secret));
    const { context } = asked;
    const from = database.of(context);
    const to = asked.to ?? database.url;
    if (from === to) throw new ConfigError(`${variableOf(context)} is not set, or is DATABASE_URL: ${context} is there already.`);
    console.log(`${context}: from ${shownDatabase(from)} to ${shownDatabase(to)}`);
    if (asked.dryRun) return await surveyMove({ context, from, to, tell: console.log });
    const placed = (url: string): Database => ({ ...database, of: (name) => (name === context ? url : database.of(name)) });
    const moved = await moveContext({ context, folder: migrationsOf(context), from, to, signer, tell: console.log }).catch(
      async (error) => {
        await letOperationsRead(placed(from), signer, contextNames).catch(() => {});
        throw error;
      },
    );
    for (const line of await letOperationsRead(placed(to), signer, contextNames)) console.log(line);
    console.log(told(context, to === database.url ? null : to, moved));
    return 0;
  } finally {
    await database.stop();
  }
}

const variableOf = (context: string): string => `${context.toUpperCase()}_DATABASE_URL`;

function told(context: string, to: string | null, moved: Awaited<ReturnType<typeof moveContext>>): string {
  const open = new URL(to ?? 'postgres://none');
  open.password = open.password && '...';
  const setting = to ? `set ${variableOf(context)}=${open}` : `take ${variableOf(context)} away`;
  const next = `Now ${setting}, for ${context} and for whoever runs migrate, audit and the other commands, and start ${context}.`;
  if (moved === 'finished') return `${context} is moved.\n${next}`;
  const rows = moved.tables.reduce((sum, table) => sum + table.rows, 0).toLocaleString('en');
  return `${context} is moved: ${rows} rows in ${moved.tables.length} tables, alike in both. Writers waited for ${(moved.frozenMs / 1000).toFixed(1)} s.
${next}
What it left behind is kept, and nobody's: once you trust the move, DROP SCHEMA ${moved.left}, ${moved.left}_migrations CASCADE`;
}

type Asked = { context: ContextName; to: string | null; dryRun: boolean };

function readArguments(args: string[]): Asked | { fault: string } {
  const options = { to: { type: 'string' }, back: { type: 'boolean' }, 'dry-run': { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    const [context, ...more] = positionals as ContextName[];
    if (!context || more.length > 0) return { fault: 'Name one context.' };
    if (!contextNames.includes(context)) return { fault: `There is no context ${context}.` };
    if ((values.to === undefined) === (values.back !== true)) return { fault: 'Say where it is to go: either --to or --back.' };
    if (values.to !== undefined && !/^postgres(ql)?:\/\/./.test(values.to)) return { fault: '--to must begin with postgres://' };
    return { context, to: values.to ?? null, dryRun: values['dry-run'] ?? false };
  } catch (error) {
    return { fault: (error as Error).message };
  }
}
