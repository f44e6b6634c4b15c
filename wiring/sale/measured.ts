import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../../kit/config.ts';
import type { Measured } from './plan.ts';
import { rate } from './warnings.ts';

/** Where `npm run drill:flash-sale` leaves its last report. */
const LAST = path.resolve(import.meta.dirname, '../../.cache/drills/flash-sale/last.json');
const Report = z.object({
  /** Null where no run of the drill passed. */
  capacity: z
    .object({
      checkoutsPerSecond: z.number().positive().nullable(),
      browsePerSecond: z.number().positive(),
      boundBy: z.string().optional(),
    })
    .nullable(),
});

/** The figures of a drill's report, and in words where they are from. Throws a `ConfigError` when the file that was named is no report. */
export function measured(from: string | null, capacity: number | null): { figures: Measured; source: string } {
  const file = from === null ? LAST : path.resolve(process.env.INIT_CWD ?? process.cwd(), from);
  const report = from === null && !existsSync(file) ? null : read(file);
  const { checkoutsPerSecond = null, browsePerSecond = null, boundBy } = report?.capacity ?? {};
  if (capacity !== null)
    return { figures: { checkoutsPerSecond: capacity, browsePerSecond }, source: `at ${capacity} checkouts/s a process, as given` };
  const figures = { checkoutsPerSecond, browsePerSecond };
  if (checkoutsPerSecond === null || browsePerSecond === null)
    return { figures, source: report ? 'the drill has measured no capacity: none of its runs passed' : 'no capacity was measured' };
  const least = boundBy ? `, bound by ${boundBy}` : '';
  return {
    figures,
    source: `at ${rate(checkoutsPerSecond)} checkouts and ${rate(browsePerSecond)} pages a process, as the drill measured${least}`,
  };
}

function read(file: string): z.infer<typeof Report> {
  let json: unknown;
  try {
    json = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new ConfigError(`${file} cannot be read as a report of the flash-sale drill: ${(error as Error).message}`);
  }
  const report = Report.safeParse(json);
  if (report.success) return report.data;
  throw new ConfigError(`${file} is no report of the flash-sale drill: ${report.error.issues[0]!.path.join('.')} is missing or wrong.`);
}
