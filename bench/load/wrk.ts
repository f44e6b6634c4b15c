import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Figures } from '../figures.ts';
import type { Loaded } from './closed-loop.ts';

/** One request as it goes out; `path` from the root. */
export type PageRequest = { method: 'GET' | 'POST'; path: string; headers: Record<string, string>; body: string | null };
export type WrkJob = { base: string; requests: PageRequest[]; connections: number; seconds: number; warmUpSeconds: number };

type Summary = { requests: number; us: number; errors: Record<string, number>; p50: number; p95: number; p99: number };

/**
 * Asks for these pages in turn, each connection again as soon as it has its answer, with wrk: a generator that asks faster
 * than Node can answer. Any error or status other than 2xx ends the measure.
 */
export async function wrk({ base, requests, connections, seconds, warmUpSeconds }: WrkJob, signal: AbortSignal): Promise<Loaded> {
  const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-wrk-'));
  try {
    const script = path.join(folder, 'pages.lua');
    writeFileSync(script, scriptOf(requests));
    const run = async (duration: number): Promise<Figures> => {
      const args = [
        '--threads',
        '1',
        '--connections',
        String(connections),
        '--duration',
        `${duration}s`,
        '--timeout',
        '30s',
        '--script',
        script,
      ];
      const summary = summaryOf(await outputOf([...args, base], signal));
      const wrong = Object.entries(summary.errors).filter(([, count]) => count > 0);
      if (wrong.length > 0 || summary.requests === 0)
        throw new Error(
          `${base}: of ${summary.requests} answers wrong: ${wrong.map(([kind, count]) => `${count} ${kind}`).join(', ') || 'all'}`,
        );
      const { p50, p95, p99 } = summary;
      return { perSecond: summary.requests / (summary.us / 1e6), p50, p95, p99, count: summary.requests };
    };
    const before = warmUpSeconds > 0 ? (await run(warmUpSeconds)).count : 0;
    const figures = await run(seconds);
    return { figures, completed: before + figures.count };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const MARK = 'figures: ';
const lua = (text: string) =>
  `"${[...Buffer.from(text)].map((byte) => (/[\w {}:,./?=&-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `\\${String(byte).padStart(3, '0')}`)).join('')}"`;

const scriptOf = (requests: PageRequest[]): string => `
local pages, turn = {}, 0
init = function()
${requests
  .map(({ method, path: where, headers, body }) => {
    const known = Object.entries(headers).map(([name, value]) => `[${lua(name)}]=${lua(value)}`);
    return `  pages[#pages + 1] = wrk.format(${lua(method)}, ${lua(where)}, {${known.join(', ')}}, ${body === null ? 'nil' : lua(body)})`;
  })
  .join('\n')}
end
request = function()
  turn = turn % #pages + 1
  return pages[turn]
end
done = function(summary, latency)
  local e = summary.errors
  io.write(string.format('${MARK}{"requests":%d,"us":%d,"errors":{"connects":%d,"reads":%d,"writes":%d,"statuses":%d,"time-outs":%d},"p50":%f,"p95":%f,"p99":%f}\\n',
    summary.requests, summary.duration, e.connect, e.read, e.write, e.status, e.timeout,
    latency:percentile(50) / 1000, latency:percentile(95) / 1000, latency:percentile(99) / 1000))
end
`;

function summaryOf(output: string): Summary {
  const line = output.split('\n').find((text) => text.startsWith(MARK));
  if (!line) throw new Error(`wrk has said nothing: ${output.slice(-300)}`);
  return JSON.parse(line.slice(MARK.length)) as Summary;
}

function outputOf(args: string[], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('wrk', args, { stdio: ['ignore', 'pipe', 'pipe'], signal, killSignal: 'SIGKILL' });
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', (error: NodeJS.ErrnoException) =>
      reject(error.code === 'ENOENT' ? new Error('wrk is not installed, and Node would be the limit itself: apt-get install wrk') : error),
    );
    child.on('close', (code) => (code === 0 ? resolve(text) : reject(new Error(`wrk ended with ${code}: ${text.slice(-300)}`))));
  });
}
