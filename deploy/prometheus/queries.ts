import { readFileSync, readdirSync } from 'node:fs';
import { parse } from 'yaml';

export type Rule = {
  record?: string;
  alert?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
};

export const RULES_FOLDER = new URL('rules/', import.meta.url);
export const RULE_FILES = readdirSync(RULES_FOLDER).filter((file) => file.endsWith('.yml'));

export const rules = (): Rule[] =>
  RULE_FILES.flatMap((file) =>
    (parse(readFileSync(new URL(file, RULES_FOLDER), 'utf8')) as { groups: { rules: Rule[] }[] }).groups.flatMap((group) => group.rules),
  );
export const alerts = (): (Rule & { alert: string })[] =>
  rules().filter((rule): rule is Rule & { alert: string } => rule.alert !== undefined);

/** Names of metrics, and of what is recorded (`holdfast:...`), in a query of Prometheus'. */
export const namesIn = (expr: string): string[] =>
  [...new Set(expr.replaceAll(/"[^"]*"/g, '""').match(/\bholdfast[_:][\w:]*/g) ?? [])].map((name) =>
    name.replace(/_(bucket|count|sum)$/, ''),
  );
