/** A part of the shop that is mutated as one: the files that are changed, and the tests that must notice. */
export type MutationPart = { subjects: string[]; tests: string[] };

const within = (folder: string, files: string[]): string[] => files.map((file) => `${folder}/${file}`);

/** The heart of it: what must be right for no unit to be sold twice and no buyer to be charged twice. */
export const MUTATION_PARTS: Record<string, MutationPart> = {
  saga: {
    subjects: within('kit', ['saga-runner.ts', 'saga-log.ts', 'sagas.ts', 'saga.ts']),
    tests: [
      ...within('kit', ['saga-runner.test.ts', 'saga-log.test.ts', 'sagas.test.ts', 'saga.test.ts']),
      ...within('subgraphs/checkout', ['place-order.saga.test.ts', 'tables.test.ts']),
    ],
  },
  reservation: {
    subjects: [
      ...within('subgraphs/inventory', ['reservation.ts', 'stock.ts']),
      ...within('subgraphs/inventory/commands', [
        'reserve.ts',
        'settle.ts',
        'expire-reservations.ts',
        'reservation-rows.ts',
        'stock-rows.ts',
      ]),
    ],
    tests: [
      ...within('subgraphs/inventory', ['reservation.test.ts', 'stock.test.ts']),
      ...within('subgraphs/inventory/commands', ['reserve.test.ts', 'reservation-rows.test.ts']),
      ...within('subgraphs/inventory/commands', ['settle.test.ts', 'expire-reservations.test.ts']),
    ],
  },
  payment: {
    subjects: within('subgraphs/payments', ['payment.ts', 'observation.ts', 'old-news.ts', 'learn.ts']),
    tests: within('subgraphs/payments', ['payment.test.ts', 'observation.test.ts', 'old-news.test.ts', 'learn.test.ts']),
  },
  idempotency: {
    subjects: [
      ...within('subgraphs/checkout', ['answer.ts', 'commands/checkout.ts', 'commands/attempt-rows.ts']),
      ...['kit/canonical.ts', 'schema/vocabulary/idempotency-key.ts'],
    ],
    tests: [
      ...within('subgraphs/checkout', ['answer.test.ts', 'commands/checkout.test.ts', 'commands/attempt-rows.test.ts']),
      ...['kit/canonical.test.ts', 'schema/vocabulary/idempotency-key.test.ts'],
    ],
  },
};
