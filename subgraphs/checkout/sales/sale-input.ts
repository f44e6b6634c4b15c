import type { Refusal } from '../../../kit/refusal.ts';

/** `SaleInput` as the API has it; times as RFC 3339. */
export type SaleInput = {
  slug: string;
  name: string;
  opensAt: string;
  endsAt: string;
  skus: string[];
  admissionsPerSecond: number;
  maxPerCustomer?: number | null;
  stockShards?: number | null;
};

const SLUG = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const MAX_SLUG = 80;
const MAX_NAME = 200;
const MAX_SKUS = 200;
const MAX_SHARDS = 64;

const no = (code: string, message: string, ...path: string[]): Refusal => ({ code, message, path });

export const invalidRate = (): Refusal =>
  no('INVALID_ADMISSION_RATE', 'At least one checkout a second is let through.', 'admissionsPerSecond');

/** What is wrong with a sale's form, before anybody is asked. Pure. */
export function faultsOfSale({ slug, name, opensAt, endsAt, skus, ...numbers }: SaleInput): Refusal[] {
  const { admissionsPerSecond, maxPerCustomer, stockShards } = numbers;
  return [
    ...(SLUG.test(slug) && slug.length <= MAX_SLUG
      ? []
      : [no('INVALID_SLUG', `A slug is lower-case letters, digits and single hyphens, at most ${MAX_SLUG} of them.`, 'slug')]),
    ...(name.trim().length > 0 && name.length <= MAX_NAME ? [] : [no('INVALID_NAME', `A name has 1 to ${MAX_NAME} characters.`, 'name')]),
    ...(Date.parse(endsAt) > Date.parse(opensAt) ? [] : [no('INVALID_SALE_TIMES', 'A sale ends after it has opened.', 'endsAt')]),
    ...(skus.length > 0 && skus.length <= MAX_SKUS ? [] : [no('INVALID_SKUS', `A sale has 1 to ${MAX_SKUS} variants.`, 'skus')]),
    ...(admissionsPerSecond >= 1 ? [] : [invalidRate()]),
    ...(maxPerCustomer == null || maxPerCustomer >= 1
      ? []
      : [no('INVALID_CUSTOMER_LIMIT', 'A customer may buy one unit at least.', 'maxPerCustomer')]),
    ...(stockShards == null || (stockShards >= 1 && stockShards <= MAX_SHARDS)
      ? []
      : [no('INVALID_STOCK_SHARDS', `Stock is spread over 1 to ${MAX_SHARDS} counters.`, 'stockShards')]),
  ];
}
