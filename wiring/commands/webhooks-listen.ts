import { parseArgs } from 'node:util';
import { EVENTS } from '../../subgraphs/webhooks/contract.ts';
import type { Environment } from '../environment.ts';
import { listenToWebhooks } from '../webhook-listener.ts';
import { essentials } from '../essentials.ts';

export const help = `Usage: npm run webhooks:listen [-- --port 4300] [--events order.placed,...] [--forward URL]

Subscribes to a shop that runs on this machine, shows each webhook as it comes and whether its signature is right, and
unsubscribes when it ends (Ctrl-C).

  --port N       where to listen; 0: any port that is free (default 4300)
  --events A,B   what to hear of (default: everything)
  --forward URL  sends each on as it came, and answers what that answers
  --query TEXT   a query of the admin API with $id, whose answer is sent in the place of the event's data

The shop is at PUBLIC_URL, or at PORT of this machine; its key is ADMIN_API_KEY, or the one in DATA_DIR.
Events: ${Object.keys(EVENTS).join(', ')}

Exit code 0: ended by you. 1: no shop answers, or it refuses. 2: the arguments are wrong.`;

const OPTIONS = {
  port: { type: 'string', default: '4300' },
  events: { type: 'string' },
  forward: { type: 'string' },
  query: { type: 'string' },
} as const;

export async function run(args: string[], config: Environment): Promise<number> {
  const options = optionsOf(args);
  if (!options) {
    console.log(help);
    return 2;
  }
  const { adminApiKey } = essentials(config);
  const shop = { url: config.publicUrl ?? `http://127.0.0.1:${config.port ?? 4000}`, adminApiKey };
  const listening = await listenToWebhooks(shop, options, (line) => console.log(line)).catch((error: unknown) => {
    console.error((error as Error).message);
    return null;
  });
  if (!listening) return 1;
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  await listening.stop();
  return 0;
}

function optionsOf(args: string[]) {
  try {
    const { port, events, forward, query } = parseArgs({ args, options: OPTIONS }).values;
    if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535 || (forward !== undefined && !URL.canParse(forward))) return null;
    return { port: Number(port), events: events?.split(',') ?? Object.keys(EVENTS), forward: forward ?? null, query: query ?? null };
  } catch {
    return null;
  }
}
