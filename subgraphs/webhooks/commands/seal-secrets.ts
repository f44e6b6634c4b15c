import type { Sql } from 'postgres';
import type { Seal } from '../../../kit/seal.ts';

type Row = { id: string; secret: string; oldSecret: string | null };

/** Seals what lies open, or was sealed by a secret of the shop that goes: after it `SECRET_PREVIOUS` is needed for none of them. */
export async function sealSecrets(sql: Sql, seal: Seal): Promise<void> {
  const rows = await sql<Row[]>`SELECT id, secret, old_secret AS "oldSecret" FROM subscriptions ORDER BY id`;
  const isDue = ({ secret, oldSecret }: Row) => !seal.isCurrent(secret) || (oldSecret !== null && !seal.isCurrent(oldSecret));
  for (const { id, secret, oldSecret } of rows.filter(isDue)) {
    const again = (text: string) => seal.close(seal.open(text));
    // not where somebody has saved another meanwhile
    await sql`
      UPDATE subscriptions SET secret = ${again(secret)}, old_secret = ${oldSecret === null ? null : again(oldSecret)}
      WHERE id = ${id} AND secret = ${secret}`;
  }
}
