/** An object of a subgraph's answer, and the answers grown together: names as the plan says, values as they came. */
export type Tree = Record<string, unknown>;

/** `__proto__` and the like are names that a client may give to a field. */
const isInherited = (name: string): boolean => name in Object.prototype;

export const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** How a property of its own is read from an object, made once for a name. */
export const reader = (name: string): ((from: Tree) => unknown) =>
  isInherited(name) ? (from) => (Object.hasOwn(from, name) ? from[name] : undefined) : (from) => from[name];

export function setOwn(target: Tree, name: string, value: unknown): void {
  if (name === '__proto__') Object.defineProperty(target, name, { value, configurable: true, enumerable: true, writable: true });
  else target[name] = value;
}

/** The same, and nothing of it shared. */
export function copied(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(copied);
  if (!isTree(value)) return value;
  const copy: Tree = {};
  for (const name of Object.keys(value)) setOwn(copy, name, copied(value[name]));
  return copy;
}

/** Puts what another fetch has found into `target`: objects grow together, lists of one length do so item by item, all else is replaced. */
export function merge(target: Tree, source: Tree): void {
  for (const name of Object.keys(source)) {
    const value = source[name];
    if (value === undefined) continue;
    const before = Object.hasOwn(target, name) ? target[name] : undefined;
    if (isTree(before) && isTree(value)) merge(before, value);
    else if (Array.isArray(before) && Array.isArray(value) && before.length === value.length) mergeLists(before, value);
    else setOwn(target, name, value);
  }
}

function mergeLists(target: unknown[], source: unknown[]): void {
  for (const [i, value] of source.entries()) {
    const before = target[i];
    if (isTree(before) && isTree(value)) merge(before, value);
    else if (Array.isArray(before) && Array.isArray(value) && before.length === value.length) mergeLists(before, value);
    else target[i] = value;
  }
}
