import { type Chart, chartSvg, escaped } from './chart.ts';
import type { Report, Told } from './report.ts';
import type { LaneFigures } from './series.ts';
import { STYLE } from './style.ts';

/** Processors that are taken from a rehearsal without showing in it. */
export const DISTURBING = 0.3;
const VERDICT = { pass: 'passed', fail: 'failed', invalid: 'not measured' };

/** The report as one page that needs nothing else. Pure. */
export function pageOf(report: Report): string {
  const settings = Object.entries(report.settings).map(([name, value]) => `<span><b>${escaped(name)}</b> ${escaped(String(value))}</span>`);
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flash sale rehearsal: ${VERDICT[report.outcome]}</title><style>${STYLE}</style></head><body>
<header><h1>Flash sale rehearsal <em class="${report.outcome}">${VERDICT[report.outcome]}</em></h1>
<p class="settings">${settings.join('')}</p>
<p><code>${escaped(report.command)}</code></p>
<p><small>${escaped(report.at)}, ${report.machine.cpus} processors, Node ${escaped(report.machine.node)}, load of the machine before it: ${report.machine.loadBefore.toFixed(1)}.
1x is 10 browses, 1 cart and 1 buyer a second. Latencies count from the planned start of a request.</small></p>
${capacityHtml(report)}${kneeHtml(report)}</header>
${report.runs.map(runHtml).join('\n')}
</body></html>
`;
}

const capacityHtml = ({ capacity }: Report): string =>
  capacity === null
    ? ''
    : `<p>Carried with every row passed: <b>${capacity.browsePerSecond.toFixed(0)}</b> browses a second${
        capacity.checkoutsPerSecond === null
          ? ''
          : ` and <b>${capacity.checkoutsPerSecond.toFixed(1)}</b> checkouts a second (bound by ${escaped(capacity.boundBy)})`
      }, at ${capacity.multiplier}x.</p>`;

const kneeHtml = ({ knee }: Report): string =>
  knee
    .map(({ topology, passed, failed, rows }) => {
      const most = passed === null ? 'none passed' : `passed up to ${passed}x`;
      const stop = failed === null ? 'no failure was found' : `at ${failed}x: ${rows.join('; ')}`;
      return `<p>Knee, ${escaped(topology)}: <b>${most}</b>; ${escaped(stop)}.</p>`;
    })
    .join('');

function runHtml(run: Told): string {
  const rows = run.table.map(({ measure, bar, measured, passed, offenders }) => {
    const [kind, word] = passed === null ? ['none', 'n/a'] : passed ? ['pass', 'pass'] : ['fail', 'fail'];
    const named =
      offenders.length === 0
        ? ''
        : `<ul>${offenders
            .slice(0, 12)
            .map((each) => `<li>${escaped(each)}</li>`)
            .join('')}</ul>`;
    return `<tr class="${kind}"><td>${escaped(measure)}</td><td>${escaped(bar)}</td><td>${escaped(measured)}${named}</td><td><em class="${kind}">${word}</em></td></tr>`;
  });
  return `<section><h2>${escaped(run.topology)}, ${run.multiplier}x <em class="${run.outcome}">${VERDICT[run.outcome]}</em></h2>
${run.invalid === null ? '' : `<p class="fail">${escaped(run.invalid)}</p>`}
${beside(run.elsewhere)}
<table><thead><tr><th>measure</th><th>pass</th><th>measured</th><th></th></tr></thead><tbody>${rows.join('')}</tbody></table>
<div class="charts">${chartsOf(run).map(chartSvg).join('\n')}</div>
<details><summary>Figures by lane, buyers and cheats</summary>
${(['calm', 'rush', 'afterwards'] as const).map((part) => lanesHtml(part, run.figures[part])).join('')}
<h3>How buyers left</h3><p>${counted(run.buyers)}</p>
<h3>Cheats</h3><table><thead><tr><th>how</th><th>got</th><th>allowed</th><th>answers</th></tr></thead><tbody>${run.cheats
    .map(
      ({ how, units, allowed, answers }) =>
        `<tr><td>${escaped(how)}</td><td>${units}</td><td>${allowed}</td><td>${counted(answers)}</td></tr>`,
    )
    .join('')}</tbody></table></details></section>`;
}

const beside = (elsewhere: number | null): string =>
  elsewhere === null || elsewhere < DISTURBING
    ? ''
    : `<p class="fail">This machine did something else, too: ${elsewhere.toFixed(1)} processors were busy with it.</p>`;

const counted = (counts: Record<string, number>): string =>
  Object.entries(counts)
    .map(([what, count]) => `${count} × ${escaped(what)}`)
    .join(', ');

const chartsOf = ({ charts, marks }: Told): Chart[] => [
  { title: 'Arrivals', unit: 'requests/s', series: charts.requests, marks },
  { title: 'Admissions', unit: 'buyers/s', series: charts.admissions, marks },
  { title: 'Queue', unit: 'buyers', series: charts.queue, marks },
  { title: 'Stock', unit: 'units', series: charts.stock, marks },
  { title: 'Latency by lane, p99 of each second', unit: 'ms', series: charts.latency, marks, scale: 'log' },
  { title: 'Turned away and gone wrong', unit: 'requests/s', series: charts.troubles, marks },
  { title: 'Processors kept busy', unit: 'processors', series: charts.busy, marks },
];

function lanesHtml(part: string, lanes: LaneFigures[]): string {
  const ms = (value: number | null) => (value === null ? '' : `${value < 100 ? value.toFixed(1) : Math.round(value)}`);
  const rows = lanes.map(
    ({ lane, ok, shed, failed, p50, p99, max }) =>
      `<tr><td>${escaped(lane)}</td><td>${ok}</td><td>${shed}</td><td>${failed}</td><td>${ms(p50)}</td><td>${ms(p99)}</td><td>${ms(max)}</td></tr>`,
  );
  const head = ['', 'answered', '429', 'failed', 'p50 ms', 'p99 ms', 'max ms'].map((word) => `<th>${word}</th>`).join('');
  return `<h3>${part}</h3><table class="figures"><thead><tr>${head}</tr></thead><tbody>${rows.join('')}</tbody></table>`;
}
