import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';
import { seedDemo } from '../seed.ts';

export const help = `Usage: npm run seed

Fills the shop with the demo catalogue. Products that are there are renewed; stock that was opened once stays as it is.`;

export async function run(_: string[], config: Environment): Promise<number> {
  await withContexts(config, (transport) => seedDemo(transport, (done, of) => console.log(`${done} of ${of} products`)));
  return 0;
}
