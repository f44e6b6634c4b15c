import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { command, defineContract } from './contract.ts';
import { createPurges } from './purges.ts';
import { announceRush, onRush } from './rush.ts';
import { createSigner } from './sign.ts';
import { defineSubgraph, startSubgraph, type SubgraphConfig } from './subgraph.ts';
import { testDatabase } from './testing/database.ts';

test('is heard by its names, among other things that are told, until the listening ends', () => {
  const purges = createPurges();
  const heard: string[][] = [];
  const leave = onRush(purges, (names) => heard.push(names));
  purges.publish(['catalog:1', 'rush']);
  announceRush(purges, ['a', 'b']);
  announceRush(purges, []);
  leave();
  announceRush(purges, ['c']);
  expect(heard).toEqual([['a', 'b']]);
});

test('a context that hears of one opens all connections that it may have', async () => {
  const database = await testDatabase('rush');
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-rush-'));
  writeFileSync(path.join(folder, 'schema.graphql'), 'type Query { nothing: Boolean }');
  const contract = defineContract('hurried', { commands: { nothing: command(z.object({}), z.object({})) } });
  const purges = createPurges();
  const running = await startSubgraph(
    defineSubgraph({
      contract,
      schema: pathToFileURL(path.join(folder, 'schema.graphql')),
      rules: { Query: { nothing: 'public' } },
      uses: {},
      connections: 3,
      browsing: 2,
      settings: () => null,
      build: () => ({ commands: { nothing: async () => ({}) }, resolvers: {} }),
    }),
    {
      url: database.url,
      config: {} as SubgraphConfig,
      log: pino({ level: 'silent' }),
      signer: createSigner('a-secret-for-tests-only'),
      purges,
      vocabulary: { sdl: 'scalar Word', resolvers: {} },
      clientOf: () => ({}) as never,
    },
  );
  const open = async () =>
    (await database.sql<{ n: number }[]>`SELECT count(*)::int AS n FROM pg_stat_activity WHERE application_name = 'holdfast:hurried'`)[0]!
      .n;
  await running.ready();
  expect(await open()).toBe(1);
  announceRush(purges, ['a sale']);
  await expect.poll(open, { timeout: 10_000 }).toBe(5);
  await running.close();
  await database.drop();
  rmSync(folder, { recursive: true });
});
