import { invalidRequest } from './api-error.ts';
import { paymentMethodOf } from './card.ts';
import type { Params } from './form.ts';
import type { Queryable } from './ledger.ts';
import { texts } from './params.ts';
import { findMethod } from './payment-methods.ts';

const EXPANDABLE = ['latest_charge', 'payment_method', 'charge', 'payment_intent', 'balance_transaction', 'customer', 'review', 'invoice'];
const TABLE_OF: Record<string, string> = { ch: 'charges', pi: 'payment_intents', re: 'refunds', dp: 'disputes' };
const DEEPEST = 4;

/** The `expand[]` paths of a request, checked before anything runs. */
export function expansionsOf(params: Params): string[][] {
  return (texts(params, 'expand') ?? []).map((path) => {
    const parts = path.split('.');
    const names = parts[0] === 'data' ? parts.slice(1) : parts;
    if (names.length > 0 && parts.length <= DEEPEST && names.every((name) => EXPANDABLE.includes(name))) return parts;
    throw invalidRequest(`This property cannot be expanded (${path}).`, { param: 'expand' });
  });
}

/** The object with the ids at these paths replaced by what they name. */
export async function expand(sql: Queryable, object: object, paths: string[][]): Promise<object> {
  let expanded = object;
  for (const path of paths) expanded = await expandPath(sql, expanded, path);
  return expanded;
}

async function expandPath(sql: Queryable, object: object, [name, ...rest]: string[]): Promise<object> {
  if (name === undefined) return object;
  const value = (object as Record<string, unknown>)[name];
  if (Array.isArray(value)) {
    const items = [];
    for (const item of value) items.push(await expandPath(sql, item, rest));
    return { ...object, [name]: items };
  }
  const found = typeof value === 'string' ? await load(sql, value) : value;
  if (typeof found !== 'object' || found === null) return object;
  return { ...object, [name]: await expandPath(sql, found, rest) };
}

async function load(sql: Queryable, id: string): Promise<object | undefined> {
  const method = findMethod(id);
  if (method) return paymentMethodOf(method);
  const table = TABLE_OF[id.slice(0, id.indexOf('_'))];
  if (!table) return undefined;
  const [row] = await sql<{ doc: object }[]>`SELECT doc FROM ${sql(table)} WHERE id = ${id}`;
  return row?.doc;
}
