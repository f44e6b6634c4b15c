import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../kit/log.ts';
import { createSigner, type Signer } from '../../kit/sign.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { type ContextDatabase, contextDatabase } from '../../schema/testing/context-database.ts';
import type { Link } from './contract.ts';
import { requestLink, sendable, useLink } from './links.ts';
import { accessTokens } from './sign-in/access-token.ts';
import { createSessions, type Tokens } from './sign-in/sessions.ts';

const [BEFORE, AFTER] = ['a secret that was', 'a secret that comes'];
const [before, during, after] = [createSigner(BEFORE), createSigner(AFTER, [BEFORE]), createSigner(AFTER)];
const customerId = uuidv7();

let database: ContextDatabase;
beforeAll(async () => {
  database = await contextDatabase('accounts');
  await database.sql`INSERT INTO customers (id, email, email_key) VALUES (${customerId}, 'a@b.c', 'a@b.c')`;
});
afterAll(() => database.close());

const sessionsOf = (signer: Signer) => createSessions(database.sql, signer, accessTokens(signer), createLog('silent'));

test('a sign-in lives on through a rotation of the secret, a reply that was lost in it included', async () => {
  const first = await database.sql.begin((tx) => sessionsOf(before).open(tx, customerId));
  const lost = (await sessionsOf(before).refresh(first.refreshToken)) as Tokens;
  const again = (await sessionsOf(during).refresh(first.refreshToken)) as Tokens;
  expect(again.refreshToken).toBe(lost.refreshToken);
  const next = (await sessionsOf(during).refresh(again.refreshToken)) as Tokens;
  expect(await sessionsOf(after).refresh(next.refreshToken)).toMatchObject({ customerId });

  for (const token of [first.accessToken, again.accessToken]) expect(await accessTokens(during).read(token)).toMatchObject({ customerId });
  expect(await accessTokens(after).read(first.accessToken)).toBeNull();
  expect(await accessTokens(after).read(next.accessToken)).toMatchObject({ customerId });
});

test('so does a link in a mail, until its secret is gone', async () => {
  const linkOf = async () => {
    await database.sql.begin((tx) => requestLink(tx, 'RESET_PASSWORD', { id: customerId, emailKey: 'a@b.c', version: 1 }));
    const [{ id }] = (await database.sql`SELECT id FROM links WHERE used_at IS NULL`) as unknown as [{ id: string }];
    return ((await sendable(database.sql, before, id)) as Link).token;
  };
  const used = async (signer: Signer, token: string) => database.sql.begin((tx) => useLink(tx, signer, 'RESET_PASSWORD', token));
  expect(await used(after, await linkOf())).toMatchObject({ refused: [{ code: 'LINK_EXPIRED' }] });
  expect(await used(during, await linkOf())).toBe(customerId);
});
