import type { EventEnvelope } from '../../../kit/contract.ts';
import { type Identity, ROOT, type Staff } from '../../../kit/identity.ts';
import { isRefused } from '../../../kit/refusal.ts';
import { testSubgraph } from '../../../schema/testing/subgraph.ts';
import subgraph from '../subgraph.ts';

const PASSWORD = 'correct horse battery';
const root: Identity = { audience: 'admin', customerId: null, staff: ROOT, traceId: 'trace-1' };
export const as = (staff: Staff): Identity => ({ ...root, staff });
export const withScopes = (...scopes: string[]): Identity => as({ id: 'key-1', kind: 'API_KEY', scopes });

type Payload = { userErrors: { code: string }[] } & Record<string, unknown>;

/** The staff context at work, and what its tests ask of it. */
export async function openStaff() {
  const open = await testSubgraph(subgraph);
  const graph = async (query: string, variables: Record<string, unknown> = {}, identity = root) => {
    const { data, errors } = await open.running.query({ query, variables, identity });
    if (errors) throw new Error(errors.map((error) => error.message).join('; '));
    return data as Record<string, object>;
  };
  /** One mutation that takes an input; its payload. */
  const change = async (field: string, type: string, input: object, shows: string, identity = root) =>
    (await graph(`mutation($i:${type}!){ done: ${field}(input:$i) { ${shows} userErrors { code } } }`, { i: input }, identity))
      .done as unknown as Payload;
  const codes = ({ userErrors }: Payload) => userErrors.map(({ code }) => code);
  const key = async (scopes: string[], expiresAt?: string) =>
    (await change('apiKeyCreate', 'ApiKeyInput', { name: 'a key', scopes, expiresAt }, 'apiKey { id } secret')) as unknown as {
      apiKey: { id: string };
      secret: string;
    };
  const invite = async (email: string, role: string, identity = root) =>
    change('staffInvite', 'StaffInviteInput', { email, name: 'Ada', role }, 'member { id } invitationToken', identity);
  /** Somebody who has accepted: their id, and what they have in hand. */
  const member = async (email: string, role: string) => {
    const { member: invited, invitationToken } = (await invite(email, role)) as unknown as {
      member: { id: string };
      invitationToken: string;
    };
    const tokens = await open.ask.acceptInvitation({ token: invitationToken, password: PASSWORD });
    if (isRefused(tokens)) throw new Error(tokens.refused[0]!.code);
    return { id: invited.id, ...tokens };
  };
  const save = async (input: object, identity = root) =>
    codes(await change('staffSave', 'StaffSaveInput', input, 'member { id }', identity));
  const known = async (token: string) => (await open.ask.identify({ token })).known?.staff ?? null;
  /** What it has said goes to those who listen: to itself. */
  const relay = async () => {
    const events = await open.running.takeEvents('00000000-0000-7000-8000-000000000001', 500);
    await open.running.eventsPublished(events.map(({ eventId }) => ({ eventId, to: [] })));
    return open.running.deliver(events as EventEnvelope[]);
  };
  return { ...open, graph, change, codes, key, invite, member, save, known, relay, PASSWORD };
}
export type OpenStaff = Awaited<ReturnType<typeof openStaff>>;
