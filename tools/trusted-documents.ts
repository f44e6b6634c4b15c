import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildSchema } from 'graphql';
import { API_SCHEMA } from '../gateway/cache/storefront-cache.ts';
import { collect } from '../gateway/trusted-documents/collect.ts';

const HELP = `Usage: npm run trusted-documents -- <files or folders of .graphql> [--out trusted-documents.json]

Checks every operation in them against the storefront API and writes a manifest: its text with the fragments it uses, under
its SHA-256. Give it to the gateway as TRUSTED_DOCUMENTS_FILE; then GET /graphql?id=<SHA-256>&variables=... answers it.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { out: { type: 'string', default: 'trusted-documents.json' }, help: { type: 'boolean', default: false } },
});
// files are named from where the command was typed
const from = (name: string): string => path.resolve(process.env.INIT_CWD ?? '.', name);

function filesOf(name: string): string[] {
  if (!statSync(name).isDirectory()) return [name];
  return readdirSync(name)
    .sort()
    .flatMap((entry) => (/[.](graphql|gql)$/.test(entry) || !entry.includes('.') ? filesOf(path.join(name, entry)) : []));
}

if (values.help || positionals.length === 0) {
  console.log(HELP);
  process.exit(values.help ? 0 : 2);
}
try {
  const sources = positionals.flatMap((name) => filesOf(from(name))).map((file) => ({ file, text: readFileSync(file, 'utf8') }));
  const manifest = collect(sources, buildSchema(readFileSync(API_SCHEMA, 'utf8')));
  writeFileSync(from(values.out), `${JSON.stringify(manifest, null, 2)}\n`);
  for (const { id, name } of manifest.operations) console.log(`${id}  ${name}`);
} catch (error) {
  console.error((error as Error).message);
  process.exit(1);
}
