import { expect, test } from 'vitest';
import { HELP, readOptions } from './options.ts';

test('what is left out is the sale of the house', () => {
  expect(readOptions([])).toMatchObject({
    ...{ multiplier: 50, stock: 300, seconds: 60, topologies: ['one process', 'many processes'], kill: false, restartPostgres: false },
    ...{ knee: false, providerCallsPerSecond: 25, providerMs: 200, checkoutCapacity: 40 },
    report: expect.stringMatching(/\.cache\/drills\/flash-sale$/),
  });
  const asked =
    '--multiplier 5 --stock 20 --seconds 6 --topology many --seed 7 --kill --restart-postgres --provider-ms 0 --provider-calls 99';
  expect(readOptions(asked.split(' '))).toMatchObject({
    ...{ multiplier: 5, stock: 20, seconds: 6, topologies: ['many processes'], seed: 7, kill: true, restartPostgres: true },
    ...{ providerMs: 0, providerCallsPerSecond: 99 },
  });
});

test.each([
  ['--multiplier 0', /--multiplier 0: must be a whole number from 1/],
  ['--multiplier 2001', /to 2000/],
  ['--seconds 5', /--seconds 5/],
  ['--stock ten', /--stock ten/],
  ['--topology three', /one, many or both/],
  ['--velocity 3', /Unknown option/],
])('%s is refused by name', (args, sentence) => {
  expect(readOptions(args.split(' '))).toMatch(sentence);
});

test('--help tells of every option', () => {
  expect(readOptions(['--help'])).toBe(HELP);
  for (const name of Object.keys(readOptions([])))
    expect(HELP.replaceAll('-', '').toLowerCase()).toContain(WORDS[name] ?? name.toLowerCase());
});
const WORDS: Record<string, string> = {
  topologies: 'topology',
  providerCallsPerSecond: 'providercalls',
  checkoutCapacity: 'capacity',
};
