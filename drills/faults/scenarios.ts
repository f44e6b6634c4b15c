import type { Scenario } from './drill.ts';
import { clientFaults } from './scenarios/clients.ts';
import { diskFull } from './scenarios/disk.ts';
import { jobFaults } from './scenarios/jobs.ts';
import { providerFaults } from './scenarios/payment-provider.ts';
import { postgresFaults } from './scenarios/postgres.ts';
import { processDeath } from './scenarios/process-death.ts';
import { serviceFaults } from './scenarios/services.ts';
import { timeFaults } from './scenarios/time.ts';
import { webhookFaults } from './scenarios/webhooks.ts';

/** Everything that is rehearsed in a shop that runs. */
export const SCENARIOS: Scenario[] = [
  ...clientFaults,
  ...providerFaults,
  ...webhookFaults,
  ...postgresFaults,
  ...processDeath,
  ...timeFaults,
  ...serviceFaults,
  ...jobFaults,
  diskFull,
];
