import { defineConfig } from 'vitest/config';
import { MUTATION_PARTS } from './tools/mutation-parts.ts';

/** The tests of one part, as Stryker runs them: for each mutant anew, on the Postgres that `npm run mutation` has started. */
const part = process.env.MUTATION_PART;
const include = part ? MUTATION_PARTS[part]!.tests : Object.values(MUTATION_PARTS).flatMap(({ tests }) => tests);

export default defineConfig({
  test: {
    include,
    // what hangs is caught by Stryker's own clock, which is shorter
    testTimeout: 60_000,
    hookTimeout: 60_000,
    alias: [{ find: /^graphql$/, replacement: new URL('node_modules/graphql/index.js', import.meta.url).pathname }],
  },
});
