import { writeSync } from 'node:fs';
import { HELP, rehearse } from './rehearsal.ts';

const args = process.argv.slice(2);
if (args.length > 0) {
  console.log(HELP);
  process.exit(args.length === 1 && args[0] === '--help' ? 0 : 2);
}
const interrupted = new AbortController();
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupted.abort(new Error(`ended by ${name}`)));
const began = Date.now();
const tell = (line: string) => void writeSync(1, `${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${line}\n`);
const failures = await rehearse(tell, interrupted.signal);
console.log(
  failures.length === 0 ? '\nRestored to a moment and to the end; the books agree.' : `\nThe drill has failed:\n  ${failures.join('\n  ')}`,
);
process.exit(failures.length === 0 ? 0 : 1);
