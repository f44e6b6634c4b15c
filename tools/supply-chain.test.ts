import { readFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { verdictOf } from './advisories.ts';
import { type Bom, unjudged } from './licences.ts';
import { PNPM, pnpm, SBOM } from './pnpm.ts';

test('what installs is what audits', () => {
  expect(readFileSync(new URL('run.mjs', import.meta.url), 'utf8')).toContain(`const PNPM = '${PNPM}';`);
});

describe('what the shop is made of', () => {
  let bom: Bom & { bomFormat: string; specVersion: string; metadata: { component: { name: string } }; dependencies: { ref: string }[] };
  beforeAll(async () => {
    const { stdout } = await pnpm(SBOM);
    bom = JSON.parse(stdout) as typeof bom;
  });

  test('is told as CycloneDX: everything that is used in production, with version, hash and licence', () => {
    expect(bom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', metadata: { component: { name: 'holdfast' } } });
    const { dependencies, devDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as Record<
      string,
      Record<string, string>
    >;
    const names = new Set(bom.components.map(({ name, group }) => (group ? `${group}/${name}` : name)));
    expect(Object.keys(dependencies!).filter((name) => !names.has(name))).toEqual([]);
    expect(['vitest', 'knip', 'dependency-cruiser', 'fast-check'].filter((name) => name in devDependencies! && names.has(name))).toEqual(
      [],
    );
    expect(bom.dependencies.length).toBeGreaterThan(bom.components.length / 2);
    const whole = bom.components as { version?: string; purl?: string; externalReferences?: { hashes?: unknown[] }[] }[];
    expect(
      whole.filter(
        ({ version, purl, externalReferences = [] }) => !version || !purl || !externalReferences.some(({ hashes }) => hashes?.length),
      ),
    ).toEqual([]);
  });

  test('has no licence that nobody has judged', () => {
    expect(unjudged(bom)).toEqual([]);
  });

  test.each<[string, Bom['components'][number]['licenses'], string[]]>([
    ['copyleft', [{ license: { id: 'AGPL-3.0-only' } }], ['a 1: AGPL-3.0-only']],
    ['none', [], ['a 1: none']],
    ['a name of its own', [{ license: { name: 'Commercial' } }], ['a 1: Commercial']],
    ['both of two', [{ expression: '(MIT AND GPL-2.0-only)' }], ['a 1: (MIT AND GPL-2.0-only)']],
    ['one of two', [{ expression: '(MIT OR GPL-2.0-only)' }], []],
    ['one that is judged for others', [{ license: { id: 'Elastic-2.0' } }], ['a 1: Elastic-2.0']],
  ])('a licence: %s', (_, licenses, told) => {
    expect(unjudged({ components: [{ name: 'a', version: '1', ...(licenses && { licenses }) }] })).toEqual(told);
  });
});

describe('an audit', () => {
  const ID = 'GHSA-aaaa-bbbb-cccc';
  const told = { id: 7, url: `https://github.com/advisories/${ID}`, title: 'A fault', severity: 'high', vulnerable_versions: '<999.0.0' };
  let server: http.Server;
  beforeAll(async () => {
    // the registry's own protocol: what is used in, what is known of it out
    server = http.createServer((request, response) => {
      request.resume();
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ fastify: [told] }));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });
  afterAll(() => server.close());

  test('tells what is known of a package, unless somebody has judged it and the day has not passed', async () => {
    const registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const found = verdictOf(await pnpm(['audit', '--prod', '--json', `--registry=${registry}`]), {}, '2026-06-01');
    expect(found).toEqual({
      outcome: 'found',
      lines: [expect.stringMatching(/^high {2}fastify: A fault \(GHSA-aaaa-bbbb-cccc, mended in .*\) {2}https:/)],
    });
    const ran = {
      status: 1,
      stdout: JSON.stringify({ advisories: { 7: { ...told, github_advisory_id: ID, module_name: 'fastify' } } }),
      stderr: '',
    };
    const judged = (until: string) => verdictOf(ran, { [ID]: { because: 'not called', until } }, '2026-06-01');
    expect(judged('2026-06-01')).toEqual({ outcome: 'clean', lines: [] });
    expect(judged('2026-05-31')).toMatchObject({ outcome: 'found', lines: [expect.stringContaining('look again')] });
    expect(verdictOf({ ...ran, stdout: '{"advisories":{}}' }, { [ID]: { because: 'x', until: '2026-12-31' } }, '2026-06-01')).toMatchObject(
      {
        outcome: 'found',
        lines: [expect.stringContaining('take it out')],
      },
    );
  });

  test('of which nobody can be asked is told as that, and is no good news', () => {
    const stderr = 'Error: ERR_PNPM_AUDIT_BAD_RESPONSE\n\n  × The audit endpoint (at ...) responded with 405:';
    const lines = ['No advisory service answers: ERR_PNPM_AUDIT_BAD_RESPONSE'];
    expect(verdictOf({ status: 1, stdout: '', stderr }, {}, '2026-06-01')).toEqual({ outcome: 'unreachable', lines });
  });
});
