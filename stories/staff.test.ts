import { expect } from 'vitest';
import { type Data, until } from './shopper.ts';
import { story } from './story.ts';

story(
  'an owner comes in, gives a machine a key for one thing, takes it back, and reads who did what',
  async (me, shop) => {
    const password = 'correct horse battery';
    const email = `ada-${Date.now()}@example.com`;
    const post = async (path: string, body: object, token?: string): Promise<Data> => {
      const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
      const response = await fetch(shop.base + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, ...((await response.json()) as object) };
    };
    const as =
      (token: string) =>
      (query: string, variables: object = {}) =>
        post('/admin/graphql', { query, variables }, token);

    const invite = 'mutation($i:StaffInviteInput!){staffInvite(input:$i){invitationToken userErrors{code}}}';
    const { staffInvite } = await me.manage(invite, { i: { email, name: 'Ada', role: 'OWNER' } });
    expect((await post('/admin/accept-invitation', { token: staffInvite.invitationToken, password })).status).toBe(200);
    expect((await post('/admin/sign-in', { email, password: 'not the password' })).status).toBe(401);
    const { accessToken } = await post('/admin/sign-in', { email, password });

    const { variantId } = await me.product(3);
    const made = await as(accessToken)(
      'mutation { apiKeyCreate(input: { name: "warehouse", scopes: ["inventory:write"] }) { apiKey { id } secret } }',
    );
    const { apiKey, secret } = made.data.apiKeyCreate;
    const adjust = (idempotencyKey: string) =>
      as(secret)('mutation($i:StockAdjustInput!){stockAdjust(input:$i){stock{available} userErrors{code}}}', {
        i: { idempotencyKey, variantId, delta: 2, reason: 'COUNTED' },
      });
    expect((await adjust(`count-${email}`)).data.stockAdjust).toEqual({ stock: { available: 5 }, userErrors: [] });
    expect((await as(secret)('{ orders { nodes { id } } }')).errors[0].extensions.code).toBe('FORBIDDEN');
    expect((await as(secret)('mutation { productArchive(externalId: "x") { userErrors { code } } }')).errors[0].extensions.code).toBe(
      'FORBIDDEN',
    );

    await as(accessToken)('mutation($id:ID!){apiKeyRevoke(id:$id){apiKey{isActive}}}', { id: apiKey.id });
    await until(
      () => adjust(`again-${email}`),
      ({ status }) => status === 401,
      15_000,
    );

    const trail = () =>
      as(accessToken)('query($f:TrailFilter){trail(filter:$f){nodes{field context outcome codes arguments}}}', {
        f: { actorId: apiKey.id },
      });
    const ended = (answer: Data, field: string) =>
      answer.data.trail.nodes.filter((entry: Data) => entry.field === field && entry.outcome).at(-1);
    const told = await until(trail, (answer) => ended(answer, 'productArchive') && ended(answer, 'stockAdjust'), 15_000);
    expect(ended(told, 'productArchive')).toMatchObject({ context: 'catalog', outcome: 'FORBIDDEN' });
    const counted = ended(told, 'stockAdjust');
    expect(counted).toMatchObject({ context: 'inventory', outcome: 'DONE', codes: [] });
    expect(JSON.parse(counted.arguments).input).toMatchObject({ variantId, delta: 2, reason: 'COUNTED', idempotencyKey: '[hidden]' });
  },
  120_000,
);
