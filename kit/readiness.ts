import { withDeadline } from './deadline.ts';
import { silenceOf } from './silence.ts';

/** One for each part that must work for this process to serve; throws when it does not. */
export type Checks = Record<string, () => Promise<void>>;
/** Whether it can serve, and a word on each part that was looked at: `ok`, `unreachable`, `timeout` or `failing`. */
export type Readiness = { ready: boolean; parts: Record<string, string> };

type Options = {
  /** Without one of these the process is not ready. */
  checks: Checks;
  /** Told of, and no more: a process that can do its work is not taken out for the want of them. */
  spareChecks?: Checks;
};

/** Longer than any part that is well takes; shorter than the patience of whoever looks. */
const PATIENCE_MS = 2_000;
const SPARE_PATIENCE_MS = 500;

/** Looks at all parts at once, within 2 s. Those who ask while a look is under way share it. */
export function readiness({ checks, spareChecks = {} }: Options): () => Promise<Readiness> {
  return singleFlight(async () => {
    const [needed, spare] = await Promise.all([lookAt(checks, PATIENCE_MS), lookAt(spareChecks, SPARE_PATIENCE_MS)]);
    return { ready: Object.values(needed).every((word) => word === 'ok'), parts: { ...needed, ...spare } };
  });
}

async function lookAt(checks: Checks, timeoutMs: number): Promise<Record<string, string>> {
  const words = Object.entries(checks).map(
    async ([part, check]) => [part, await withDeadline(asked(check), timeoutMs).then(() => 'ok', why)] as const,
  );
  return Object.fromEntries(await Promise.all(words));
}

const asked = async (check: () => Promise<void>) => check();

/** One word that gives nothing away; the log of the part has the rest. */
const why = (error: unknown): string => silenceOf(error) ?? 'failing';

function singleFlight<T>(work: () => Promise<T>): () => Promise<T> {
  let flight: Promise<T> | null = null;
  return () => {
    flight ??= work().finally(() => {
      flight = null;
    });
    return flight;
  };
}
