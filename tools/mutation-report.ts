/** What Stryker's JSON report says (mutation-testing-report-schema), as far as it is read here. */
export type Mutant = {
  mutatorName: string;
  replacement?: string;
  status: string;
  location: { start: Position; end: Position };
};
type Position = { line: number; column: number };
export type Report = { files: Record<string, { source: string; mutants: Mutant[] }> };

/** Why a mutant survives, by file and by the mutant's text: lines move, texts seldom. */
export type Reasons = Record<string, Record<string, string>>;

export type Tally = { killed: number; timedOut: number; survived: number; uncovered: number; score: number };
export type Survivor = { file: string; line: number; text: string; uncovered: boolean; reason: string | null };

/** `score` in per cent of all mutants that could be run: a time-out was noticed, what no test reaches was not. */
export function tally(report: Report): Tally {
  const mutants = Object.values(report.files).flatMap((file) => file.mutants);
  const count = (status: string) => mutants.filter((mutant) => mutant.status === status).length;
  const [killed, timedOut, survived, uncovered] = [count('Killed'), count('Timeout'), count('Survived'), count('NoCoverage')];
  const noticed = killed + timedOut;
  const all = noticed + survived + uncovered;
  return { killed, timedOut, survived, uncovered, score: all === 0 ? 0 : (100 * noticed) / all };
}

/** Every mutant that nobody noticed, in the order of the files. */
export function survivorsOf(report: Report, reasons: Reasons): Survivor[] {
  return Object.entries(report.files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([file, { source, mutants }]) =>
      mutants
        .filter(({ status }) => status === 'Survived' || status === 'NoCoverage')
        .map((mutant) => ({ mutant, text: textOf(source, mutant) }))
        .sort((a, b) => a.mutant.location.start.line - b.mutant.location.start.line)
        .map(({ mutant, text }) => ({
          file,
          line: mutant.location.start.line,
          text,
          uncovered: mutant.status === 'NoCoverage',
          reason: reasons[file]?.[text] ?? null,
        })),
    );
}

const MAX_TEXT = 90;
const short = (text: string) => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MAX_TEXT ? `${line.slice(0, MAX_TEXT)}…` : line;
};

function textOf(source: string, { location: { start, end }, replacement = '' }: Mutant): string {
  const lines = source.split('\n').slice(start.line - 1, end.line);
  lines.push(lines.pop()!.slice(0, end.column - 1));
  lines[0] = lines[0]!.slice(start.column - 1);
  return `${short(lines.join('\n'))} → ${short(replacement)}`;
}

/** Reasons of survivors that there are no more. */
export const outdated = (reasons: Reasons, survivors: Survivor[]): string[] =>
  Object.entries(reasons).flatMap(([file, texts]) =>
    Object.keys(texts)
      .filter((text) => !survivors.some((it) => it.file === file && it.text === text))
      .map((text) => `${file}: ${text}`),
  );

export type Part = { name: string; date: string; report: Report };

/** The page of all parts, as `docs/mutation.md` has it. */
export function page(parts: Part[], reasons: Reasons, threshold: number): string {
  const rows = parts.map(({ name, date, report }) => {
    const { killed, timedOut, survived, uncovered, score } = tally(report);
    return `| ${name} | ${score.toFixed(1)} % | ${killed} | ${timedOut} | ${survived} | ${uncovered} | ${date} |`;
  });
  const lists = parts.map(({ name, report }) => {
    const survivors = survivorsOf(report, reasons).map(
      ({ file, line, text, uncovered, reason }) =>
        `| \`${file}:${line}\` | ${code(text)}${uncovered ? ' (no test reaches it)' : ''} | ${cell(reason ?? '**no reason given yet**')} |`,
    );
    const table = ['| Where | Mutant | Why it survives |', '| --- | --- | --- |', ...survivors].join('\n');
    return `## ${name}\n\n${survivors.length > 0 ? table : 'None survives.'}\n`;
  });
  return `# Mutation testing

\`npm run mutation\` changes the heart of Holdfast in one place at a time (Stryker) and runs the tests: a mutant that no test
notices survives. Each part must reach ${threshold} %. This page is written by the run; the reasons are kept in \`mutation-reasons.json\`.

| Part | Score | Killed | Timed out | Survived | Not reached | Run on |
| --- | --- | --- | --- | --- | --- | --- |
${rows.join('\n')}

Constants that are evaluated once at the start (the state tables) are mutated too, each with a fresh start of all tests of its part.

${lists.join('\n')}`;
}

const cell = (text: string) => text.replaceAll('|', '\\|');
const code = (text: string) => `\`\` ${cell(text)} \`\``;
