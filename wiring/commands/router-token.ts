import { existsSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ConfigError } from '../../kit/config.ts';
import { AUDIENCES, routerToken } from '../../kit/router-token.ts';
import { createSigner } from '../../kit/sign.ts';
import type { Environment } from '../environment.ts';
import { keptSecret } from '../secrets.ts';

const DAYS = { most: 366, normally: 30 };

export const help = `Usage: npm run -s router-token -- [--days N] [--for storefront|admin]

  --days N     how long it is good for, from 1 to ${DAYS.most}; ${DAYS.normally} unless given
  --for API    whose clients the router may ask for: storefront (unless given) or admin

Prints a token for a router that is not ours (deploy/router): the subgraphs take its requests with it, and nothing else. It needs the shop's
SECRET, and writes nothing down: it can be ended before its time only by another SECRET.

  HOLDFAST_ROUTER_TOKEN=$(npm run -s router-token -- --days 90)

Exit code 0: the token is on standard output. 2: the arguments are wrong.`;

const OPTIONS = { days: { type: 'string' }, for: { type: 'string' } } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

export async function run(args: string[], { dataDir, secret }: Environment): Promise<number> {
  const wanted = readArguments(args);
  if (!wanted) {
    console.error(help);
    return 2;
  }
  if (!secret && !existsSync(path.join(dataDir, 'secret')))
    throw new ConfigError(
      `SECRET is not set, and ${dataDir} has none: a token is signed with that of the shop. For example: SECRET_FILE=/run/secrets/secret`,
    );
  const until = new Date(Date.now() + wanted.days * DAY_MS);
  console.log(routerToken(createSigner(keptSecret(dataDir, 'secret', secret)), wanted.audience, until));
  console.error(`For a router of the ${wanted.audience} API, until ${until.toISOString()}.`);
  return 0;
}

function readArguments(args: string[]) {
  try {
    const { values } = parseArgs({ args, options: OPTIONS });
    const audience = AUDIENCES.find((known) => known === (values.for ?? 'storefront'));
    const days = Number(values.days ?? DAYS.normally);
    return audience && Number.isInteger(days) && days >= 1 && days <= DAYS.most ? { audience, days } : null;
  } catch {
    return null;
  }
}
