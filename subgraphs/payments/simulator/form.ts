/** Parameters as Stripe's form encoding carries them: text, lists, and records nested by brackets. */
export type Param = string | Param[] | Params;
export interface Params {
  [name: string]: Param;
}

const MAX_DEPTH = 6;

/** Decodes `a=1&b[c]=2&d[0]=3&e[]=4`. Later values win; a record whose names are all indices is a list. */
export function decodeForm(text: string): Params {
  const root: Params = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) put(root, pathOf(name), value);
  const decoded: Params = Object.create(null);
  for (const [name, value] of Object.entries(root)) decoded[name] = listed(value);
  return decoded;
}

function pathOf(name: string): string[] {
  const open = name.indexOf('[');
  if (open < 1) return [name];
  return [name.slice(0, open), ...[...name.slice(open).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? '')].slice(0, MAX_DEPTH);
}

function put(root: Params, path: string[], value: string): void {
  let node = root;
  path.forEach((part, depth) => {
    const name = part === '' ? String(Object.keys(node).length) : part;
    if (depth === path.length - 1) {
      node[name] = value;
      return;
    }
    const next = node[name];
    if (typeof next === 'object' && !Array.isArray(next)) node = next;
    else node = node[name] = Object.create(null) as Params;
  });
}

function listed(value: Param): Param {
  if (typeof value === 'string' || Array.isArray(value)) return value;
  const names = Object.keys(value);
  if (names.length > 0 && names.every((name) => /^\d+$/.test(name))) return names.map((name) => listed(value[name] ?? ''));
  const record: Params = Object.create(null);
  for (const name of names) record[name] = listed(value[name] ?? '');
  return record;
}
