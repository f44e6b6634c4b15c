import { defineConfig } from 'vitest/config';

const common = { pool: 'forks', testTimeout: 60_000, hookTimeout: 240_000, teardownTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    // one copy of graphql, whoever imports it: two realms do not know each other's schemas
    alias: [{ find: /^graphql$/, replacement: new URL('node_modules/graphql/index.js', import.meta.url).pathname }],
    projects: [
      {
        extends: true,
        test: {
          ...common,
          name: 'parts',
          // loading the house anew for each file would take a third of the time; no test counts on being the first
          isolate: false,
          include: ['{kit,schema,subgraphs,gateway,jobs,wiring,tools,bench,deploy,drills}/**/*.test.ts'],
          exclude: ['drills/faults/faults.test.ts', 'drills/flash-sale/rehearsal.test.ts'],
          globalSetup: ['kit/testing/global-setup.ts'],
        },
      },
      {
        extends: true,
        // what is asked of the gateway, once more of @apollo/gateway's executor
        test: {
          ...common,
          name: 'apollo',
          include: ['gateway/{requests,federation,subgraph-faults}.test.ts'],
          env: { GATEWAY_EXECUTOR: 'apollo' },
        },
      },
      {
        extends: true,
        // stories share two shops, one a topology: one file at a time
        test: { ...common, name: 'stories', include: ['stories/**/*.test.ts'], globalSetup: ['stories/worlds.ts'], fileParallelism: false },
      },
      {
        extends: true,
        // each topology has a shop of its own, and everything in it is broken on purpose
        test: { ...common, name: 'faults', include: ['drills/{faults/faults,flash-sale/rehearsal}.test.ts'] },
      },
    ],
  },
});
