import type { Fault } from './fault.ts';
import { idOf } from './purchases.ts';

const session = `'${idOf('session', 1)}'`;
const erased = `'${idOf('customer', 2)}'`;

/** What may be wrong with who customers are. */
export const people: Record<string, Fault[]> = {
  'refresh-families': [
    {
      name: 'an old token is good again',
      sql: `UPDATE accounts.refresh_tokens SET used_at = NULL WHERE session_id = ${session} AND seq = 1`,
    },
    { name: 'no token is good', sql: `UPDATE accounts.refresh_tokens SET used_at = now() WHERE session_id = ${session}` },
    { name: 'a token is lost', sql: `DELETE FROM accounts.refresh_tokens WHERE session_id = ${session} AND seq = 1` },
    {
      name: 'an old token is good instead of the last',
      sql: `UPDATE accounts.refresh_tokens SET used_at = CASE seq WHEN 1 THEN NULL ELSE now() END WHERE session_id = ${session}`,
    },
  ],
  'erased-customers': [
    {
      name: 'one who was erased is there still',
      sql: `INSERT INTO accounts.customers (id, email, email_key) VALUES (${erased}, 'b@example.com', 'b@example.com')`,
    },
    {
      name: 'their e-mail is in what was told of them',
      sql: `UPDATE accounts.outbox SET payload = payload || '{"email":"b@example.com"}'
        WHERE type = 'accounts.CustomerRegistered' AND aggregate_id = ${erased}`,
    },
  ],
};
