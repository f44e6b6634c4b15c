import { createSigner } from '../../kit/sign.ts';
import { migrateAll, openDatabase } from '../database.ts';
import type { Environment } from '../environment.ts';
import { keptSecret } from '../secrets.ts';

export const help = `Usage: npm run migrate

Brings the schema of every context, and that of the job queues, to what this version needs. Repeatable.`;

export async function run(_: string[], config: Environment): Promise<number> {
  const database = await openDatabase(config, { adopt: true });
  try {
    const unread = await migrateAll(database, createSigner(keptSecret(config.dataDir, 'secret', config.secret), config.secretPrevious));
    for (const line of unread) console.log(line);
    console.log('The database is at this version.');
    return 0;
  } finally {
    await database.stop();
  }
}
