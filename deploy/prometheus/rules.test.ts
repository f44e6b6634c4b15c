import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { CASES, type Series } from './cases.ts';
import { alerts, RULE_FILES, RULES_FOLDER, rules } from './queries.ts';

/** PROMTOOL, or one on the path. */
const PROMTOOL = process.env.PROMTOOL ?? 'promtool';
const isThere = spawnSync(PROMTOOL, ['--version']).status === 0;
if (!isThere)
  console.warn('SKIPPED: the alerts are not tried, for there is no promtool (Debian: apt-get install prometheus; or PROMTOOL=<path>).');

const ruleFiles = RULE_FILES.map((file) => fileURLToPath(new URL(file, RULES_FOLDER)));
const promtool = (...args: string[]) => execFileSync(PROMTOOL, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

/** Labels of the one alert that is to fire, as its rule would give them. */
function expected(alert: string, labels: Record<string, string>): object {
  const { labels: own, annotations } = alerts().find((rule) => rule.alert === alert)!;
  const filled = Object.entries(annotations!).map(([key, text]) => [
    key,
    text.replaceAll(/\{\{ \$labels[.](\w+) \}\}/g, (_, name: string) => labels[name] ?? ''),
  ]);
  return { exp_labels: { ...own, ...labels }, exp_annotations: Object.fromEntries(filled) };
}

const unit = (name: string, alert: string, at: string, series: Series, fires: object[]) => ({
  name,
  interval: '1m',
  input_series: Object.entries(series).map(([key, values]) => ({ series: key, values })),
  alert_rule_test: [{ eval_time: at, alertname: alert, exp_alerts: fires }],
});

test('every alert has a case, and no case is of an alert that there is not', () => {
  expect(Object.keys(CASES).sort()).toEqual(
    alerts()
      .map(({ alert }) => alert)
      .sort(),
  );
});

describe.skipIf(!isThere)('promtool', () => {
  test('takes the rules and the configuration', () => {
    expect(promtool('check', 'rules', ...ruleFiles)).toContain('SUCCESS');
    expect(promtool('check', 'config', fileURLToPath(new URL('prometheus.yml', import.meta.url)))).toContain('SUCCESS');
  });

  test('each alert fires when it is caused, with its labels, and is silent when it is not', () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'holdfast-rules-'));
    // each alert with its own rule and what is recorded: all rules for every case would take four times as long. JSON is YAML
    const files = Object.entries(CASES).map(([alert, { at, fires, labels = {}, silent }]) => {
      const [rulesFile, file] = [path.join(folder, `${alert}.rules.json`), path.join(folder, `${alert}.json`)];
      const mine = rules().filter((rule) => rule.record !== undefined || rule.alert === alert);
      writeFileSync(rulesFile, JSON.stringify({ groups: [{ name: 'all', rules: mine }] }));
      const tests = [
        unit(`${alert} fires`, alert, at, fires, [expected(alert, labels)]),
        ...silent.map((series, i) => unit(`${alert} is silent (${i + 1})`, alert, at, series, [])),
      ];
      writeFileSync(file, JSON.stringify({ rule_files: [rulesFile], evaluation_interval: '1m', tests }));
      return file;
    });
    const { status, stdout, stderr } = spawnSync(PROMTOOL, ['test', 'rules', ...files], { encoding: 'utf8' });
    rmSync(folder, { recursive: true, force: true });
    expect(`${stdout}${stderr}`).not.toContain('FAILED');
    expect(status).toBe(0);
  });
});
