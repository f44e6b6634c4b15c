/** Deeper than any input of the schema; whatever is deeper is wrong, and refused by who checks it. */
const DEEPEST = 32;

/**
 * One text for the same variables in whatever order. Unlike kit/canonical.ts it keeps null: to GraphQL a variable that is null
 * and one that is absent, with a default, are two things. Null for what is nested too deeply.
 */
export function canonical(value: unknown, depth = 0): string | null {
  if (depth > DEEPEST) return null;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  const isList = Array.isArray(value);
  const parts = isList ? value.map((item) => canonical(item, depth + 1)) : membersOf(value as Record<string, unknown>, depth);
  if (parts.includes(null)) return null;
  return isList ? `[${parts.join()}]` : `{${parts.join()}}`;
}

const membersOf = (value: Record<string, unknown>, depth: number): (string | null)[] =>
  Object.keys(value)
    .sort()
    .map((name) => {
      const item = canonical(value[name], depth + 1);
      return item && `${JSON.stringify(name)}:${item}`;
    });
