import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseResult, type IFlattenedRuleSet } from 'dependency-cruiser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const PARTS = ['bench', 'deploy', 'gateway', 'jobs', 'kit', 'schema', 'stories', 'subgraphs', 'tools', 'wiring', 'main.ts', 'topology.ts'];
const { options, ...ruleSet } = createRequire(import.meta.url)('../.dependency-cruiser.cjs') as IFlattenedRuleSet & { options: object };

/** What each rule forbids: a file that breaks it, and what it imports. */
const PLANTED: Record<string, [file: string, imports: string][]> = {
  'kit-knows-nobody': [['kit/clock.ts', '../subgraphs/cart/contract.ts']],
  'words-come-first': [['schema/vocabulary/weight.ts', '../../kit/refusal.ts']],
  'schema-knows-no-context': [['schema/composition/names.ts', '../../subgraphs/cart/contract.ts']],
  'strangers-meet-at-the-contract': [['subgraphs/orders/price.ts', '../cart/prices.ts']],
  'contexts-know-only-words-of-the-schema': [['subgraphs/cart/rehearsal.ts', '../../schema/testing/subgraph.ts']],
  'context-tests-know-the-harness': [['subgraphs/cart/cart.test.ts', '../../gateway/gateway.ts']],
  'jobs-meet-contexts-at-the-contract': [['jobs/prices.ts', '../subgraphs/cart/prices.ts']],
  'gateway-knows-no-context': [['gateway/prices.ts', '../subgraphs/cart/contract.ts']],
  'nobody-looks-up': [['jobs/ports.ts', '../topology.ts']],
  'tools-are-for-people': [['wiring/types.ts', '../tools/codegen.ts']],
  'contracts-are-light': [['subgraphs/orders/contract.ts', '../../kit/db.ts']],
  'nouns-are-pure': [
    ['subgraphs/orders/order.ts', './lookup.ts'],
    ['subgraphs/orders/lookup.ts', 'postgres'],
  ],
  'nouns-do-not-act': [['subgraphs/inventory/stock.ts', './commands/hold.ts']],
  'commands-do-not-look-up': [['subgraphs/inventory/commands/adjust.ts', '../resolvers.ts']],
  'subgraphs-are-loaded-by-topology': [['wiring/shortcut.ts', '../subgraphs/cart/subgraph.ts']],
  'tests-stay-in-tests': [['kit/rehearsal.ts', './testing/database.ts']],
  'queues-behind-their-port': [['jobs/engine.ts', 'bullmq']],
  'http-server-behind-the-gateway': [['wiring/server.ts', 'fastify']],
  'provider-behind-its-port': [['subgraphs/orders/charge.ts', 'stripe']],
  'no-tool-in-the-shop': [['wiring/guess.ts', 'fast-check']],
  'only-declared-packages': [['wiring/borrowed.ts', 'left-over']],
  'no-circles': [
    ['kit/hen.ts', './egg.ts'],
    ['kit/egg.ts', './hen.ts'],
  ],
};
/** What planted files point at, and a package that somebody else has installed. */
const BYSTANDERS = [
  'gateway/gateway.ts',
  'jobs/jobs.ts',
  'kit/db.ts',
  'kit/refusal.ts',
  'kit/testing/database.ts',
  'schema/testing/subgraph.ts',
  'subgraphs/cart/contract.ts',
  'subgraphs/cart/prices.ts',
  'subgraphs/cart/subgraph.ts',
  'subgraphs/inventory/commands/hold.ts',
  'subgraphs/inventory/resolvers.ts',
  'tools/codegen.ts',
  'topology.ts',
  'wiring/shop.ts',
];
const INSTALLED = ['postgres', 'bullmq', 'fastify', 'stripe', 'fast-check'];

async function cruised(baseDir: string, parts: string[]): Promise<ICruiseResult> {
  const { output } = await cruise(parts, { ...options, baseDir, validate: true, ruleSet });
  return output as ICruiseResult;
}
const rulesBroken = (result: ICruiseResult) => new Set(result.summary.violations.map((violation) => violation.rule.name));

describe('who may know whom', () => {
  test('the tree keeps every rule', async () => {
    const { summary } = await cruised(
      ROOT,
      PARTS.filter((part) => existsSync(path.join(ROOT, part))),
    );
    expect(summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`)).toEqual([]);
    // with a TypeScript that it does not understand the cruiser sees nothing, and finds nothing wrong with that
    expect(summary.totalCruised).toBeGreaterThan(150);
    expect(summary.totalDependenciesCruised ?? 0).toBeGreaterThan(600);
  });

  test('every rule has a planted file that breaks it', () => {
    expect(Object.keys(PLANTED).sort()).toEqual((ruleSet.forbidden ?? []).map((rule) => rule.name).sort());
  });
});

describe('each rule can fail', () => {
  let house: string;
  beforeAll(() => {
    house = mkdtempSync(path.join(tmpdir(), 'holdfast-rules-'));
    cpSync(path.join(ROOT, 'package.json'), path.join(house, 'package.json'));
    for (const name of INSTALLED) link(name, path.join(ROOT, 'node_modules', name));
    write('node_modules/left-over/package.json', '{ "name": "left-over", "main": "index.js" }');
    write('node_modules/left-over/index.js', '');
  });
  afterAll(() => rmSync(house, { recursive: true, force: true }));

  test.each(Object.entries(PLANTED))('%s', async (name, files) => {
    for (const file of BYSTANDERS) write(file, 'export const there = 1;\n');
    const parts = [...new Set([...files, ...BYSTANDERS].map((file) => (Array.isArray(file) ? file[0] : file).split('/')[0]!))];
    expect(rulesBroken(await cruised(house, parts))).toEqual(new Set());
    for (const [file, imports] of files) write(file, `import * as known from '${imports}';\nexport const planted = known;\n`);
    expect(rulesBroken(await cruised(house, parts))).toContain(name);
    for (const [file] of files) rmSync(path.join(house, file));
  });

  function write(file: string, text: string): void {
    mkdirSync(path.dirname(path.join(house, file)), { recursive: true });
    writeFileSync(path.join(house, file), text);
  }
  function link(name: string, target: string): void {
    mkdirSync(path.join(house, 'node_modules'), { recursive: true });
    symlinkSync(target, path.join(house, 'node_modules', name));
  }
});
