import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{kit,schema,subgraphs,gateway,jobs,tools,stories,bench,deploy}/**/*.test.ts'],
    globalSetup: ['kit/testing/global-setup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 240_000,
    teardownTimeout: 30_000,
  },
});
