const IN = /^(\w+) IN \[(.*)\]$/;
const BETWEEN = /^(\w+) (-?\d+) TO (-?\d+)$/;

/** The attribute that a condition is about; null for what the double cannot read. */
export const attributeOf = (condition: string): string | null => (IN.exec(condition) ?? BETWEEN.exec(condition))?.[1] ?? null;

/** One condition, of the two kinds that the double knows; a field with several values passes by any of them. */
export function passesFilter(document: Record<string, unknown>, condition: string): boolean {
  const values = (attribute: string) => [document[attribute] ?? []].flat();
  const among = IN.exec(condition);
  if (among) {
    const wanted = new Set(among[2]!.split(',').map((one) => one.trim()));
    return values(among[1]!).some((value) => wanted.has(String(value)));
  }
  const between = BETWEEN.exec(condition)!;
  return values(between[1]!).some((value) => Number(value) >= Number(between[2]) && Number(value) <= Number(between[3]));
}
