import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { type Bom, judgedLicences, unjudged } from './licences.ts';
import { pnpm, SBOM } from './pnpm.ts';

const HELP = `Usage: npm run sbom [-- --out sbom.cdx.json]

Writes what the shop is made of in production as CycloneDX 1.6 (JSON): each package with its version, licence, hash and what it
needs. Exit code 1 where a licence is among them that nobody has judged (tools/licences.ts).`;

const { values } = parseArgs({
  options: { out: { type: 'string', default: '.cache/sbom.cdx.json' }, help: { type: 'boolean', default: false } },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}
const { status, stdout, stderr } = await pnpm(SBOM);
if (status !== 0) {
  console.error(`pnpm cannot say what is installed: ${stderr.trim() || stdout.trim()}`);
  process.exit(1);
}
const file = path.resolve(process.env.INIT_CWD ?? '.', values.out);
mkdirSync(path.dirname(file), { recursive: true });
writeFileSync(file, stdout);
const bom = JSON.parse(stdout) as Bom;
console.log(`${bom.components.length} packages: ${file}`);
for (const line of judgedLicences()) console.log(line);
const strangers = unjudged(bom);
for (const line of strangers) console.error(`Nobody has judged the licence of ${line}`);
process.exit(strangers.length === 0 ? 0 : 1);
