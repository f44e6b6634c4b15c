import type { Sql } from 'postgres';
import { idOf } from './purchases.ts';

/** An owner who has signed in, somebody who has left, two actions of theirs, and one that was cut off. */
export async function writeStaff(sql: Sql): Promise<void> {
  const [owner, gone] = [idOf('staff', 1), idOf('staff', 2)];
  await sql.unsafe(`
    INSERT INTO staff.members (id, email, name, role, status, password_hash) VALUES
      ('${owner}', 'ada@example.com', 'Ada', 'OWNER', 'ACTIVE', 'x'), ('${gone}', 'eve@example.com', 'Eve', 'OWNER', 'DISABLED', 'x');
    INSERT INTO staff.sessions (id, member_id, expires_at, ended_at) VALUES
      ('${idOf('other', 1)}', '${owner}', now() + interval '1 hour', NULL),
      ('${idOf('other', 2)}', '${gone}', now() + interval '1 hour', now()),
      ('${idOf('other', 3)}', '${gone}', now() - interval '1 hour', NULL);
    INSERT INTO staff.trail (seq, action_id, phase, at, written_at, context, actor_kind, actor_id, scopes, field, arguments, trace_id, outcome, codes)
      SELECT n, (ARRAY['${idOf('other', 1)}', '${idOf('other', 1)}', '${idOf('other', 2)}', '${idOf('other', 3)}', '${idOf('other', 3)}'])[n]::uuid,
        CASE WHEN n IN (2, 5) THEN 'ENDED' ELSE 'BEGUN' END, now() - interval '1 hour', now() - interval '1 hour', 'orders', 'STAFF', '${owner}', '{}',
        'cancelOrder', '{}', 't', CASE WHEN n IN (2, 5) THEN 'DONE' END, '{}'
      FROM generate_series(1, 5) AS n;
    DELETE FROM staff.trail_head; INSERT INTO staff.trail_head VALUES (5);`);
}
