import { timingSafeEqual } from 'node:crypto';
import type { Sql } from 'postgres';
import { covers } from '../../kit/identity.ts';
import { type Refused, refuse } from '../../kit/refusal.ts';
import { sha256 } from '../../kit/sign.ts';
import { isUuid } from '../../kit/uuid.ts';
import { SCOPES } from '../../schema/vocabulary/scopes.ts';
import { drawApiKey, idInApiKey } from './api-key.ts';
import type { Key, Known } from './contract.ts';

const NAME_LENGTH = 100;
/** Longer than anybody asks for the same key again. */
const UNTIL_REVOKED_MS = 60 * 60 * 1000;

export type KeyInput = { name: string; scopes: readonly string[]; expiresAt?: string | null | undefined };
/** Who gives it; the scopes that they have themselves bound what they can give. */
export type Giver = { by: string; scopes: readonly string[] };

const columns = (sql: Sql) => sql`
  id, name, scopes, created_by AS "createdBy", expires_at AS "expiresAt", revoked_at AS "revokedAt", created_at AS "createdAt",
  revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now()) AS "isActive"`;
type Row = Omit<Key, 'createdAt' | 'expiresAt' | 'revokedAt'> & { createdAt: Date; expiresAt: Date | null; revokedAt: Date | null };

const shown = (row: Row): Key => ({
  ...row,
  createdAt: row.createdAt.toISOString(),
  expiresAt: row.expiresAt?.toISOString() ?? null,
  revokedAt: row.revokedAt?.toISOString() ?? null,
});

/** Keys of machines. */
export const apiKeys = (sql: Sql) => ({
  async create({ name, scopes, expiresAt }: KeyInput, giver: Giver): Promise<{ key: Key; secret: string } | Refused> {
    const said = name.trim();
    if (said === '' || said.length > NAME_LENGTH) return refuse('INVALID_NAME', `A name has 1 to ${NAME_LENGTH} characters.`, ['name']);
    if (scopes.length === 0) return refuse('INVALID_SCOPE', 'A key without a scope could do nothing.', ['scopes']);
    for (const [i, scope] of scopes.entries()) {
      const path = ['scopes', String(i)];
      if (!SCOPES.includes(scope as never)) return refuse('INVALID_SCOPE', `There is no scope "${scope.slice(0, 40)}".`, path);
      if (!covers(giver.scopes, scope)) return refuse('SCOPE_NOT_YOURS', `You have not the scope ${scope} yourself.`, path);
    }
    const { id, secret } = drawApiKey();
    const [row] = await sql<Row[]>`
      INSERT INTO api_keys (id, name, hash, scopes, created_by, expires_at)
      SELECT ${id}::uuid, ${said}, ${sha256(secret)}, ${[...new Set(scopes)]}::text[], ${giver.by}, ${expiresAt ?? null}::timestamptz
      WHERE ${expiresAt ?? null}::timestamptz IS NULL OR ${expiresAt ?? null}::timestamptz > now()
      RETURNING ${columns(sql)}`;
    return row ? { key: shown(row), secret } : refuse('INVALID_EXPIRY', 'A key cannot end before it begins.', ['expiresAt']);
  },

  list: async (): Promise<Key[]> => (await sql<Row[]>`SELECT ${columns(sql)} FROM api_keys ORDER BY id DESC`).map(shown),

  /** Repeatable: the first time stands. */
  async revoke(id: string): Promise<{ key: Key } | Refused> {
    const [row] = isUuid(id)
      ? await sql<Row[]>`UPDATE api_keys SET revoked_at = coalesce(revoked_at, now()) WHERE id = ${id} RETURNING ${columns(sql)}`
      : [];
    return row ? { key: shown(row) } : refuse('API_KEY_NOT_FOUND', 'There is no such key.', ['id']);
  },

  async identify(secret: string): Promise<Known | null> {
    const id = idInApiKey(secret);
    if (!id) return null;
    const [row] = await sql<{ hash: string; scopes: string[]; forMs: number | null }[]>`
      SELECT hash, scopes, (extract(epoch FROM expires_at - now()) * 1000)::float AS "forMs" FROM api_keys
      WHERE id = ${id} AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())`;
    if (!row || !timingSafeEqual(Buffer.from(row.hash), Buffer.from(sha256(secret)))) return null;
    return { staff: { id, kind: 'API_KEY', scopes: row.scopes }, forMs: row.forMs ?? UNTIL_REVOKED_MS };
  },
});
export type ApiKeys = ReturnType<typeof apiKeys>;
