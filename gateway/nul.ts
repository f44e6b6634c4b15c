/** U+0000, which Postgres keeps in no text: whoever sends it wants to see what breaks. */
const NUL = '\u0000';
/** How it looks where JSON is still a text; what is written so may also be something harmless. */
const ESCAPED = '\\u0000';

export const mayHoldNul = (json: string): boolean => json.includes(ESCAPED);

/** Whether a text in this value has it, as a key or as a value. */
export function holdsNul(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(NUL);
  if (Array.isArray(value)) return value.some(holdsNul);
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([name, each]) => name.includes(NUL) || holdsNul(each));
}
