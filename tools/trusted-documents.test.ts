import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchema } from 'graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { API_SCHEMA } from '../gateway/cache/storefront-cache.ts';
import { collect } from '../gateway/trusted-documents/collect.ts';
import { hashOf, readManifest } from '../gateway/trusted-documents/manifest.ts';

const FOLDER = fileURLToPath(new URL('../schema/documents/', import.meta.url));
const schema = buildSchema(readFileSync(API_SCHEMA, 'utf8'));
const of = (...texts: string[]) =>
  collect(
    texts.map((text, i) => ({ file: `${i}.graphql`, text })),
    schema,
  );

test('the committed manifest is what the example documents give now (npm run trusted-documents)', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.graphql'));
  const fresh = collect(
    files.sort().map((file) => ({ file, text: readFileSync(FOLDER + file, 'utf8') })),
    schema,
  );
  expect(fresh.operations.map(({ name }) => name)).toEqual(['Categories', 'ProductList', 'ProductPage', 'Suggestions']);
  expect(JSON.parse(readFileSync(`${FOLDER}manifest.json`, 'utf8'))).toEqual(fresh);
  expect(readManifest(JSON.stringify(fresh)).size).toBe(4);
});

describe('a manifest', () => {
  test('has each operation with the fragments that it reaches, in whichever file, and no others', () => {
    const { operations } = of(
      'query B { categories { ...Deep } }',
      'query A { categories { id } } fragment Deep on Category { ...Deeper } fragment Unused on Category { slug }',
      'fragment Deeper on Category { name }',
    );
    expect(operations.map(({ name }) => name)).toEqual(['A', 'B']);
    expect(operations[1]!.body.match(/fragment \w+/g)).toEqual(['fragment Deep', 'fragment Deeper']);
    expect(operations[1]!.id).toBe(hashOf(operations[1]!.body));
  });

  test.each([
    [['{ categories { id } }'], /no name/],
    [['query A { categories { id } }', 'query A { categories { name } }'], /A is there twice/],
    [['query A { nope }'], /0.graphql: A: Cannot query field "nope"/],
    [['query A { stock(sku: "a") { available } }'], /Cannot query field "stock"/],
    [['query A { categories { ...Nowhere } }'], /Unknown fragment "Nowhere"/],
    [['query A {'], /0.graphql: Syntax Error/],
    [[`query A { categories ${'{ children '.repeat(20)}{ id }${' }'.repeat(20)} }`], /levels deep/],
    [['fragment F on Category { id }'], /no operation/],
  ])('is not made of %j', (texts, why) => {
    expect(() => of(...texts)).toThrow(why);
  });

  test('that holds a document under another hash is not read', () => {
    const manifest = of('query A { categories { id } }');
    manifest.operations[0]!.body += ' ';
    expect(() => readManifest(JSON.stringify(manifest))).toThrow(/A: its id/);
    expect(() => readManifest('{"format":"other"}')).toThrow();
  });
});

describe('npm run trusted-documents', () => {
  let dir: string;
  beforeAll(() => {
    dir = mkdtempSync(path.join(tmpdir(), 'holdfast-documents-'));
  });
  afterAll(() => rmSync(dir, { recursive: true, force: true }));
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['--import', 'tsx/esm', fileURLToPath(new URL('trusted-documents.ts', import.meta.url)), ...args], {
      encoding: 'utf8',
      env: { ...process.env, INIT_CWD: dir },
    });

  test('writes a manifest that the gateway reads; a fault ends it with what is wrong', () => {
    writeFileSync(path.join(dir, 'a.graphql'), 'query A { categories { id } }');
    expect(run('.', '--out', 'out.json')).toMatchObject({ status: 0 });
    expect(readManifest(readFileSync(path.join(dir, 'out.json'), 'utf8')).size).toBe(1);
    writeFileSync(path.join(dir, 'b.graphql'), 'query B { nope }');
    expect(run('.')).toMatchObject({ status: 1, stderr: expect.stringContaining('b.graphql: B: Cannot query field "nope"') });
    expect(run()).toMatchObject({ status: 2, stdout: expect.stringContaining('Usage') });
  });
});
