import { parseArgs } from 'node:util';

export type PrepareArguments = { sale: string; capacity: number | null; visitors: number | null; from: string | null };

/** Reads the command line, or says in one line what is wrong with it. */
export function readArguments(args: string[]): PrepareArguments | { fault: string } {
  let values: { sale?: string; capacity?: string; visitors?: string; from?: string };
  try {
    const options = {
      sale: { type: 'string' },
      capacity: { type: 'string' },
      visitors: { type: 'string' },
      from: { type: 'string' },
    } as const;
    values = parseArgs({ args, options }).values;
  } catch (error) {
    return { fault: (error as Error).message };
  }
  const { sale, capacity, visitors, from = null } = values;
  if (!sale) return { fault: 'Which sale? For example: npm run sale:prepare -- --sale summer-drop' };
  if (capacity !== undefined && !(Number(capacity) > 0))
    return { fault: '--capacity must be a number of checkouts a second, more than 0.' };
  if (visitors !== undefined && !/^\d+$/.test(visitors)) return { fault: '--visitors must be a whole number.' };
  return {
    sale,
    capacity: capacity === undefined ? null : Number(capacity),
    visitors: visitors === undefined ? null : Number(visitors),
    from,
  };
}
