import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { DASHBOARDS } from '../grafana/dashboards.ts';
import { dashboardFiles } from '../grafana/files.ts';
import { metrics } from '../../kit/telemetry.ts';
import * as state from '../../kit/state-metrics.ts';
import { alerts, namesIn, rules } from './queries.ts';

const ROOT = new URL('../../', import.meta.url);
const RUNBOOKS = new URL('docs/runbooks/', ROOT);
const read = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');
const known = new Set(metrics.getMetricsAsArray().map(({ name }) => name));
const recorded = new Set(rules().flatMap(({ record }) => record ?? []));
const unknown = (expr: string) => namesIn(expr).filter((name) => !known.has(name) && !recorded.has(name));
const kebab = (name: string) => name.replaceAll(/(?<!^)([A-Z])/g, '-$1').toLowerCase();
/** Ours: what Node and the operating system tell of any process is documented elsewhere. */
const own = [...known].filter((name) => !/^holdfast_(process|nodejs)_/.test(name)).sort();
const tableOf = (heading: string) => read('docs/operating.md').split(`### ${heading}\n`)[1]!.split('\n#')[0]!;

test('what a query names is found', () => {
  expect(
    namesIn('sum(rate(holdfast_faults_total{part="x"}[5m])) / holdfast:search_lag_seconds + rate(holdfast_job_seconds_bucket[1m])'),
  ).toEqual(['holdfast_faults_total', 'holdfast:search_lag_seconds', 'holdfast_job_seconds']);
  expect(unknown('holdfast_made_up')).toEqual(['holdfast_made_up']);
  expect(Object.keys(state).length).toBeGreaterThan(15);
});

describe('rules', () => {
  test('there are some for business and for technique, and each metric in them exists', () => {
    expect(alerts().length).toBeGreaterThan(25);
    for (const rule of rules()) expect(unknown(rule.expr), rule.alert ?? rule.record).toEqual([]);
  });

  test('each alert says how bad it is, for how long it has been so, in one sentence, and what to do', () => {
    for (const { alert, labels, annotations, for: lasting } of alerts()) {
      expect(labels?.severity, alert).toMatch(/^(critical|warning)$/);
      expect(lasting, alert).toMatch(/^\d+[ms]$/);
      expect(annotations?.summary, alert).toMatch(/[.]$/);
      expect(annotations?.runbook_url, alert).toBe(`docs/runbooks/${kebab(alert)}.md`);
    }
  });

  test('each alert has a runbook, and each runbook an alert', () => {
    expect(readdirSync(RUNBOOKS).sort()).toEqual(
      alerts()
        .map(({ alert }) => `${kebab(alert)}.md`)
        .sort(),
    );
  });

  test('the operator is told of each of them', () => {
    const told = [...tableOf('Alerts').matchAll(/^\| \[(\w+)\]\(runbooks\/([\w-]+)[.]md\) \| (critical|warning) \|/gm)];
    expect(told.map(([, alert, file, severity]) => [alert, file, severity]).sort()).toEqual(
      alerts()
        .map(({ alert, labels }) => [alert, kebab(alert), labels!.severity])
        .sort(),
    );
  });
});

describe.each(alerts().map(({ alert }) => [alert]))('the runbook of %s', (alert) => {
  const file = new URL(`${kebab(alert)}.md`, RUNBOOKS);
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';

  test('is short enough for a tired person, and has every part', () => {
    expect(text.split('\n')[0]).toBe(`# ${alert}`);
    expect(text.split('\n').length).toBeLessThanOrEqual(40);
    for (const part of ['What it means', 'How bad', 'Look first', 'Do', 'Call']) expect(text).toContain(`**${part}`);
  });

  test('names no metric that there is not', () => {
    expect([...text.matchAll(/`([^`]+)`/g)].flatMap(([, code]) => unknown(code!))).toEqual([]);
  });
});

describe('dashboards', () => {
  test.each(dashboardFiles())('$name is what deploy/grafana says now (npm run dashboards)', ({ file, text }) => {
    expect(readFileSync(file, 'utf8')).toBe(text);
  });

  test.each(Object.entries(DASHBOARDS))('every panel of %s asks for what there is', (_, { rows }) => {
    const panels = rows.flatMap((row) => row.panels);
    expect(panels.length).toBeGreaterThan(9);
    for (const { title, targets } of panels) {
      expect(targets.length, title).toBeGreaterThan(0);
      for (const { expr } of targets) {
        expect(namesIn(expr).length + (/\bup\b/.test(expr) ? 1 : 0), title).toBeGreaterThan(0);
        expect(unknown(expr), title).toEqual([]);
      }
    }
  });

  test('no two share an address, and no two panels of one share a number', () => {
    const parsed = dashboardFiles().map(({ text }) => JSON.parse(text) as { uid: string; panels: { id: number }[] });
    expect(new Set(parsed.map(({ uid }) => uid)).size).toBe(parsed.length);
    for (const { panels } of parsed) expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  test('each metric of ours is in a picture, a rule, or both', () => {
    const used = new Set(
      [
        ...rules().map(({ expr }) => expr),
        ...Object.values(DASHBOARDS).flatMap(({ rows }) =>
          rows.flatMap(({ panels }) => panels.flatMap(({ targets }) => targets.map(({ expr }) => expr))),
        ),
      ].flatMap(namesIn),
    );
    expect(own.filter((name) => !used.has(name))).toEqual([]);
  });
});

test('the operator is told of each metric of ours, with its labels', () => {
  const rows = [...tableOf('Metrics').matchAll(/^\| `(holdfast_\w+)` \| ([^|]*) \|/gm)];
  expect(rows.map(([, name]) => name).sort()).toEqual(own);
  for (const [, name, labels] of rows) {
    const { labelNames } = metrics.getSingleMetric(name!) as unknown as { labelNames: string[] };
    expect(labels!.trim(), name).toBe(labelNames.length === 0 ? 'none' : labelNames.join(', '));
  }
});
