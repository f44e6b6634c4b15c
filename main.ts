import { ConfigError } from './kit/config.ts';
import { createLog } from './kit/log.ts';
import { contextNames, type ContextName } from './topology.ts';
import { readConfig, type Environment } from './wiring/environment.ts';
import { progress } from './wiring/progress.ts';
import { tellStart } from './wiring/tell-start.ts';

const USAGE = `Usage: main.ts <what>

  all          the whole shop in one process (what \`npm start\` runs)
  gateway      the gateway alone
  jobs         the job workers alone
  simulator    the payment simulator alone
  <context>    one context alone: ${contextNames.join(', ')}
  migrate      bring the database to this version
  seed         fill an empty shop with the demo catalogue
  import       read products from a CSV file of Shopify's
  export       write all products into a CSV file of Shopify's
  reindex      build the search index anew
  move         move a context's schema to another database
  audit        check that money, stock and orders agree
  staff:admin  the first owner, and keys for machines (\`npm run staff\`)
  router:token a token for a router that is not ours (\`npm run router-token\`)
  repair       mend what an audit has found, as far as the ledgers tell
  webhooks:listen  show what a running shop tells outsiders
  sale:prepare what to scale before a flash sale opens

Each takes --help. What can be configured by the environment is in docs/operating.md.`;

/** A one-off command: what `--help` says, and what it does; its exit code. */
type Command = { help: string; run(args: string[], config: Environment): Promise<number> };

const COMMANDS: Record<string, () => Promise<Command>> = {
  migrate: () => import('./wiring/commands/migrate.ts'),
  seed: () => import('./wiring/commands/seed.ts'),
  import: () => import('./wiring/commands/import.ts'),
  export: () => import('./wiring/commands/export.ts'),
  reindex: () => import('./wiring/commands/reindex.ts'),
  audit: () => import('./wiring/commands/audit.ts'),
  move: () => import('./wiring/commands/move.ts'),
  'staff:admin': () => import('./wiring/commands/staff.ts'),
  'router:token': () => import('./wiring/commands/router-token.ts'),
  repair: () => import('./wiring/commands/repair.ts'),
  'webhooks:listen': () => import('./wiring/commands/webhooks-listen.ts'),
  'sale:prepare': () => import('./wiring/commands/sale-prepare.ts'),
};

/** Runs what was asked for; the exit code of a one-off command, or nothing while a server goes on. */
export async function main([what = '', ...args]: string[]): Promise<number | undefined> {
  const oneOff = await COMMANDS[what]?.();
  if (args.includes('--help')) {
    console.log(oneOff?.help ?? USAGE);
    return 0;
  }
  const config = readConfig(process.env);
  if (oneOff) return oneOff.run(args, config);
  if (what !== 'all' && what !== 'gateway' && what !== 'jobs' && what !== 'simulator' && !contextNames.includes(what as ContextName)) {
    console.log(USAGE);
    return what === '--help' || what === 'help' ? 0 : 2;
  }
  crashSafely();
  return what === 'all' ? runShop(config) : runAlone(what as ContextName, config);
}

async function runShop(config: Environment): Promise<undefined> {
  const { startShop } = await import('./wiring/shop.ts');
  const tell = progress(true);
  tell.line('Holdfast is starting.');
  const starting = startShop(config, tell);
  endOnSignal(starting);
  const shop = await inTime(starting, config.databaseUrl ? START_MS : FIRST_START_MS);
  tellStart('all', config);
  tell.line(`
Holdfast is open.

  Playground   ${shop.url}/
  Shop API     ${shop.url}/graphql
  Admin API    ${shop.url}/admin/graphql   Authorization: Bearer ${config.adminApiKey ? '<ADMIN_API_KEY>' : shop.adminApiKey}
  Metrics      ${shop.metricsUrl ?? 'off'}
  Payments     ${shop.simulatorUrl ? `simulated at ${shop.simulatorUrl}: no money moves` : 'Stripe'}
  Mails        ${config.mail.smtpUrl ? 'by SMTP' : config.mailboxOpen ? `${shop.url}/mailbox: none is sent` : 'nowhere: SMTP_URL is not set'}

Ctrl-C stops it.`);
}

async function runAlone(part: ContextName, config: Environment): Promise<undefined> {
  const { startAlone } = await import('./wiring/alone.ts');
  const starting = startAlone(part, config);
  endOnSignal(starting);
  const { url, metricsUrl } = await inTime(starting, START_MS);
  tellStart(part, config);
  console.log(`${part} is up at ${url} (pid ${process.pid})${metricsUrl ? `, watched at ${metricsUrl}` : ''}`);
}

const START_MS = 60_000;
/** With a database of its own to make, and a demo shop to fill, on a slow machine. */
const FIRST_START_MS = 300_000;

/** A start that hangs ends the process: whoever looks after it starts it again, which is better than one that is never up. */
async function inTime<T>(starting: Promise<T>, ms: number): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The start has not come to its end within ${ms / 1000} s.`)), ms);
  });
  return Promise.race([starting, late]).finally(() => clearTimeout(timer));
}

/** A bug ends the process; the line says where, and nothing of what it was about. */
function crashSafely(): void {
  process.on('uncaughtException', (err) => {
    // whatever LOG_LEVEL says
    createLog('fatal').fatal({ err }, 'the process has met a bug and ends');
    process.exit(1);
  });
}

/** A first signal ends everything in order; one that comes during the start waits for it. A second Ctrl-C ends at once. */
function endOnSignal(starting: Promise<{ stop: () => Promise<void> }>): void {
  let asked = false;
  const end = () => {
    asked = true;
    starting
      .then(({ stop }) => stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (!asked) end();
      else if (signal === 'SIGINT') process.exit(130);
    });
  }
  if (process.env.npm_lifecycle_event === 'start') whenParentEnds(() => asked || end());
}

/** A signal to npm alone ends npm and is not passed on: a shop whose npm is gone ends as if it had been asked. */
function whenParentEnds(end: () => void): void {
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    end();
  }, 500);
  watch.unref();
}

/** For the launcher: a fault of the configuration is one line; any other is a bug, and shows where. */
export async function mainAndExit(args: string[]): Promise<void> {
  try {
    const code = await main(args);
    if (code !== undefined) process.exit(code);
  } catch (error) {
    console.error(error instanceof ConfigError ? error.message : error);
    process.exit(1);
  }
}

if (process.argv[1] && import.meta.url.endsWith(process.argv[1].replaceAll('\\', '/'))) await mainAndExit(process.argv.slice(2));
