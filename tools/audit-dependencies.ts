import { JUDGED, verdictOf } from './advisories.ts';
import { pnpm } from './pnpm.ts';

const HELP = `Usage: npm run audit:dependencies

Asks the registry's advisory service about every package that the shop uses in production. Advisories that somebody has read are in
tools/advisories.ts, each with a reason and a day on which to look again. Exit code 1: one is not. 0: none, or nobody could be asked,
which is said.`;

if (process.argv.includes('--help')) {
  console.log(HELP);
  process.exit(0);
}
const { outcome, lines } = verdictOf(await pnpm(['audit', '--prod', '--json']), JUDGED, new Date().toISOString().slice(0, 10));
for (const line of lines) console.log(line);
if (outcome === 'unreachable') console.log('SKIPPED: audit of the dependencies. Run it where the advisory service can be reached.');
if (outcome === 'clean') console.log('No advisory concerns what runs in production.');
process.exit(outcome === 'found' ? 1 : 0);
