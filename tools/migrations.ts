import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** `npm run migrations -- <context> <name>`: writes the SQL that brings the schema to what `tables.ts` says. */
const [context, name] = process.argv.slice(2);
if (!context || !name || !existsSync(`subgraphs/${context}/tables.ts`)) {
  console.error('Usage: npm run migrations -- <context> <name>    for example: npm run migrations -- orders add-gift-note');
  process.exit(2);
}
const folder = `subgraphs/${context}`;
const args = ['generate', '--dialect=postgresql', `--schema=./${folder}/tables.ts`, `--out=./${folder}/migrations`, `--name=${name}`];
const { status } = spawnSync('node_modules/.bin/drizzle-kit', args, { stdio: 'inherit' });
process.exit(status ?? 1);
