import { randomBytes } from 'node:crypto';
import type { Sql, TransactionSql } from 'postgres';
import { transaction } from '../../kit/db.ts';
import { covers } from '../../kit/identity.ts';
import { type Refused, refuse } from '../../kit/refusal.ts';
import { sha256 } from '../../kit/sign.ts';
import { isUuid, uuidv7 } from '../../kit/uuid.ts';
import { isEmail } from '../../schema/vocabulary/email.ts';
import { type Role, ROLES, scopesOf } from './roles.ts';
import type { StaffSessions } from './sessions.ts';

export type Member = {
  id: string;
  email: string;
  name: string;
  role: Role;
  status: 'INVITED' | 'ACTIVE' | 'DISABLED';
  scopes: readonly string[];
  lockedUntil: Date | null;
  createdAt: Date;
};
type Row = Omit<Member, 'scopes'>;
export type Invitation = { member: Member; token: string; until: Date };
export type InviteInput = { email: string; name: string; role: string };
export type SaveInput = { id: string; name?: string | null; role?: string | null; disabled?: boolean | null };

const INVITED_DAYS = 3;
const NAME_LENGTH = 100;
const NOT_YOURS = (role: string) => refuse('SCOPE_NOT_YOURS', `The role ${role} has scopes that you have not yourself.`, ['role']);
const BAD_NAME = () => refuse('INVALID_NAME', `A name has 1 to ${NAME_LENGTH} characters.`, ['name']);

const columns = (sql: Sql | TransactionSql) => sql`
  id, email, name, role, status, CASE WHEN locked_until > now() THEN locked_until END AS "lockedUntil", created_at AS "createdAt"`;
const shown = (row: Row): Member => ({ ...row, scopes: scopesOf(row.role) });
const isName = (name: string) => name.trim() !== '' && name.trim().length <= NAME_LENGTH;
const isWithin = (role: string, mine: readonly string[]) => scopesOf(role).every((scope) => covers(mine, scope));

/** People who work for the shop. Nobody can give or take a role that may do more than they may themselves. */
export const staffMembers = (sql: Sql, sessions: StaffSessions) => ({
  list: async (): Promise<Member[]> => (await sql<Row[]>`SELECT ${columns(sql)} FROM members ORDER BY id`).map(shown),

  async invite({ email, name, role }: InviteInput, mine: readonly string[]): Promise<Invitation | Refused> {
    const address = email.trim().toLowerCase();
    if (!isEmail(address)) return refuse('INVALID_EMAIL', 'This is no e-mail address.', ['email']);
    if (!isName(name)) return BAD_NAME();
    if (!ROLES.includes(role as Role)) return refuse('INVALID_ROLE', 'There is no such role.', ['role']);
    if (!isWithin(role, mine)) return NOT_YOURS(role);
    const token = randomBytes(32).toString('base64url');
    const [row] = await sql<(Row & { until: Date })[]>`
      INSERT INTO members AS m (id, email, name, role, status, invitation_hash, invited_until)
      VALUES (${uuidv7()}, ${address}, ${name.trim()}, ${role}, 'INVITED', ${sha256(token)}, now() + ${INVITED_DAYS} * interval '1 day')
      ON CONFLICT (email) DO UPDATE SET name = excluded.name, role = excluded.role, invitation_hash = excluded.invitation_hash,
        invited_until = excluded.invited_until
      WHERE m.status = 'INVITED'
      RETURNING ${columns(sql)}, invited_until AS until`;
    if (!row) return refuse('STAFF_EXISTS', 'Somebody with this e-mail is on the staff already.', ['email']);
    const { until, ...member } = row;
    return { member: shown(member), token, until };
  },

  async save({ id, name, role, disabled }: SaveInput, mine: readonly string[]): Promise<{ member: Member } | Refused> {
    if (name != null && !isName(name)) return BAD_NAME();
    if (role != null && !ROLES.includes(role as Role)) return refuse('INVALID_ROLE', 'There is no such role.', ['role']);
    return transaction(sql, async (tx) => {
      // owners first and all of them, in one order: of two who disable each other the second finds themselves the last
      const owners = await tx<{ id: string }[]>`
        SELECT id FROM members WHERE role = 'OWNER' AND status = 'ACTIVE' ORDER BY id FOR UPDATE`;
      const [before] = isUuid(id) ? await tx<Row[]>`SELECT ${columns(tx)} FROM members WHERE id = ${id} FOR UPDATE` : [];
      if (!before) return refuse('STAFF_NOT_FOUND', 'There is nobody of this id on the staff.', ['id']);
      const wanted = (role ?? before.role) as Role;
      for (const each of [before.role, wanted]) if (!isWithin(each, mine)) return NOT_YOURS(each);
      const isOwner = owners.some((owner) => owner.id === id);
      if (isOwner && owners.length === 1 && (disabled || wanted !== 'OWNER'))
        return refuse('LAST_OWNER', 'The shop would have no owner any more.', ['id']);
      const [after] = await tx<Row[]>`
        UPDATE members SET name = ${name?.trim() ?? before.name}, role = ${wanted},
          status = CASE WHEN ${disabled ?? null}::boolean THEN 'DISABLED'
            WHEN NOT ${disabled ?? null}::boolean AND status = 'DISABLED' THEN CASE WHEN password_hash IS NULL THEN 'INVITED' ELSE 'ACTIVE' END
            ELSE status END,
          failures = CASE WHEN NOT ${disabled ?? null}::boolean THEN 0 ELSE failures END,
          locked_until = CASE WHEN NOT ${disabled ?? null}::boolean THEN NULL ELSE locked_until END,
          invitation_hash = CASE WHEN ${disabled ?? null}::boolean THEN NULL ELSE invitation_hash END
        WHERE id = ${id} RETURNING ${columns(tx)}`;
      if (disabled) await sessions.endAll(tx, id);
      return { member: shown(after!) };
    });
  },
});
export type StaffMembers = ReturnType<typeof staffMembers>;
