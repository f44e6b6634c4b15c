import postgres from 'postgres';

const PATIENCE_S = 5;
/** `invalid_password` of Postgres. */
const WRONG = '28P01';

/**
 * The passwords in a connection string, with commas between: one of them is right, and which one may change while a secret is
 * rotated (decision 45). One alone is given as it is; of several a function finds out, each time a connection is opened, by trying.
 */
export function rolePassword(url: string): string | (() => Promise<string>) {
  const passwords = decodeURIComponent(new URL(url).password).split(',');
  if (passwords.length === 1) return passwords[0]!;
  return async () => {
    for (const password of passwords) if (await isTaken(url, password)) return password;
    // whoever connects with it is told what is wrong
    return passwords[0]!;
  };
}

/** The same for a client of `pg`, which lets its connection string overrule a function. */
export const withRolePassword = <C extends object>(client: C, url: string): C => Object.assign(client, { password: rolePassword(url) });

/** False only where the server says that it is another; what else may be wrong is not for us to say. */
async function isTaken(url: string, password: string): Promise<boolean> {
  const sql = postgres(url, { password, max: 1, connect_timeout: PATIENCE_S, onnotice: () => {} });
  try {
    await sql`SELECT 1`;
    return true;
  } catch (error) {
    return (error as { code?: string }).code !== WRONG;
  } finally {
    await sql.end({ timeout: 0 });
  }
}
