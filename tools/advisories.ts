import type { Ran } from './pnpm.ts';

/** What `pnpm audit --json` says of one advisory, as far as it matters here. */
type Advisory = {
  github_advisory_id?: string;
  id: number;
  module_name: string;
  severity: string;
  title: string;
  url: string;
  patched_versions?: string;
};

/** Advisories that somebody has read: why they do not concern this shop, and the day (UTC) on which that is to be looked at again. */
export type Judged = Record<string, { because: string; until: string }>;
export const JUDGED: Judged = {};

/** `unreachable`: nobody could be asked, which is neither good nor bad. */
export type Verdict = { outcome: 'clean' | 'found' | 'unreachable'; lines: string[] };

/** What an audit has come to. A judgement whose day has passed, or whose advisory is gone, is told as well. */
export function verdictOf({ status, stdout, stderr }: Ran, judged: Judged, today: string): Verdict {
  const advisories = advisoriesIn(stdout);
  if (!advisories) return { outcome: 'unreachable', lines: [`No advisory service answers: ${firstFault(stderr, status)}`] };
  const known = new Set(advisories.map(nameOf));
  const open = advisories.filter((advisory) => !isJudged(judged[nameOf(advisory)], today));
  const lines = [
    ...open.map((advisory) => {
      const { module_name: name, severity, title, url, patched_versions: fixed } = advisory;
      const late = judged[nameOf(advisory)] ? `; judged until ${judged[nameOf(advisory)]!.until}: look again` : '';
      return `${severity}  ${name}: ${title} (${nameOf(advisory)}, ${fixed ? `mended in ${fixed}` : 'not mended'})${late}  ${url}`;
    }),
    ...Object.keys(judged).flatMap((id) =>
      known.has(id) ? [] : [`${id} is judged in tools/advisories.ts and concerns nothing any more: take it out`],
    ),
  ];
  return { outcome: lines.length === 0 ? 'clean' : 'found', lines };
}

const nameOf = ({ github_advisory_id: name, id }: Advisory): string => name ?? String(id);
const isJudged = (judgement: Judged[string] | undefined, today: string): boolean => judgement !== undefined && today <= judgement.until;

function advisoriesIn(stdout: string): Advisory[] | null {
  try {
    const { advisories } = JSON.parse(stdout) as { advisories?: Record<string, Advisory> };
    return advisories ? Object.values(advisories) : null;
  } catch {
    return null;
  }
}

const firstFault = (stderr: string, status: number): string => /ERR_\w+/.exec(stderr)?.[0] ?? `pnpm ended with ${status}`;
