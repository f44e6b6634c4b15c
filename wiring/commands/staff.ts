import { hostname, userInfo } from 'node:os';
import { parseArgs } from 'node:util';
import type { Client } from '../../kit/contract.ts';
import { isRefused, type Refused } from '../../kit/refusal.ts';
import { SCOPES } from '../../schema/vocabulary/scopes.ts';
import { type Key, staff } from '../../subgraphs/staff/contract.ts';
import { withContexts } from '../command-line.ts';
import type { Environment } from '../environment.ts';

export const help = `Usage: npm run staff -- <what>

  owner --email E --name N                    invites an owner; who is invited chooses a password with the token that is printed
  key --name N --scopes A,B [--days D]        makes a key for a machine, and prints it: it is shown this once
  keys                                        all keys, newest first
  revoke ID                                   ends a key, in every gateway within seconds

Works on the running shop of the same DATA_DIR or DATABASE_URL, and stands in the trail as you@this-host. Further people are invited, and
roles changed, by the admin API (staffInvite, staffSave).

  npm run staff -- owner --email ada@example.com --name Ada
  npm run staff -- key --name erp --scopes inventory:write,orders:read --days 365

Scopes: ${SCOPES.join(' ')}

Exit code 0: done. 1: refused. 2: the arguments are wrong.`;

type Ask = Client<typeof staff>;
type Values = Partial<Record<'email' | 'name' | 'scopes' | 'days', string>>;
const OPTIONS = { email: { type: 'string' }, name: { type: 'string' }, scopes: { type: 'string' }, days: { type: 'string' } } as const;
const DAY_MS = 24 * 60 * 60 * 1000;

export async function run(args: string[], config: Environment): Promise<number> {
  const work = workOf(args, config);
  if (!work) {
    console.log(help);
    return args.length === 0 ? 0 : 2;
  }
  const done = await withContexts(config, (transport) => work(transport.clientOf(staff), `${userInfo().username}@${hostname()}`));
  if (typeof done !== 'string') {
    for (const { message } of done.refused) console.error(message);
    return 1;
  }
  console.log(done);
  return 0;
}

type Work = (ask: Ask, by: string) => Promise<string | Refused>;

/** What is to be done; null when it is not clear. */
function workOf(args: string[], config: Environment): Work | null {
  const read = readArguments(args);
  if (!read) return null;
  const { what, id, values } = read;
  const { email, name, scopes, days } = values;
  const given = Object.keys(values).sort().join();
  if (what === 'owner' && email && name && !id && given === 'email,name') return (ask, by) => owner(ask, { by, email, name }, config);
  if (what === 'key' && name && scopes && !id && !email && (days === undefined || /^[1-9]\d{0,4}$/.test(days)))
    return (ask, by) => key(ask, { by, name, scopes: scopes.split(','), ...(days && { expiresAt: inDays(Number(days)) }) });
  if (what === 'keys' && !id && given === '') return async (ask) => (await ask.keys({})).keys.map(line).join('\n') || 'There is no key.';
  if (what === 'revoke' && id && given === '') return (ask, by) => revoke(ask, { by, id });
  return null;
}

function readArguments(args: string[]): { what: string; id: string | undefined; values: Values } | null {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS, allowPositionals: true });
    const [what = '', id, more] = positionals;
    return more === undefined ? { what, id, values } : null;
  } catch {
    return null;
  }
}

/** A day more or less does not matter here, so this machine's clock will do; whether it is over is the database's to say. */
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS).toISOString();

async function owner(ask: Ask, input: { by: string; email: string; name: string }, config: Environment): Promise<string | Refused> {
  const invited = await ask.inviteOwner(input);
  if (isRefused(invited)) return invited;
  const url = config.publicUrl ?? `http://127.0.0.1:${config.port ?? 4000}`;
  return `An invitation for ${input.email}, until ${invited.until}. Whoever has it chooses the password, of 12 characters at least:

  curl ${url}/admin/accept-invitation -H 'content-type: application/json' \\
    -d '{"token":"${invited.token}","password":"..."}'`;
}

async function key(ask: Ask, input: { by: string; name: string; scopes: string[]; expiresAt?: string }): Promise<string | Refused> {
  const unknown = input.scopes.find((scope) => !SCOPES.includes(scope as never));
  if (unknown !== undefined)
    return { refused: [{ code: 'INVALID_SCOPE', message: `There is no scope "${unknown}". There are: ${SCOPES.join(' ')}` }] };
  const made = await ask.createKey({ ...input, scopes: input.scopes as (typeof SCOPES)[number][] });
  return isRefused(made) ? made : `${line(made.key)}\n\n  ${made.secret}\n\nIt is not kept: put it where the machine finds it.`;
}

async function revoke(ask: Ask, input: { by: string; id: string }): Promise<string | Refused> {
  const revoked = await ask.revokeKey(input);
  return isRefused(revoked) ? revoked : line(revoked.key);
}

const line = ({ id, name, scopes, expiresAt, revokedAt, isActive }: Key): string => {
  const state = revokedAt
    ? `revoked ${revokedAt}`
    : !isActive
      ? `ended ${expiresAt}`
      : expiresAt
        ? `until ${expiresAt}`
        : 'until it is revoked';
  return `${id}  ${name}  ${scopes.join(',')}  ${state}`;
};
