import { z } from 'zod';
import { isCountry, rulesOf } from './countries.ts';

export const Address = z.object({
  name: z.string(),
  line1: z.string(),
  line2: z.string().nullish(),
  city: z.string(),
  region: z.string().nullish(),
  postalCode: z.string(),
  countryCode: z.string(),
  phone: z.string().nullish(),
});
export type Address = z.infer<typeof Address>;

const LIMITS = { name: 200, line1: 200, line2: 200, city: 100, region: 100, postalCode: 20, phone: 40 } as const;
type Fault = { code: 'INVALID_ADDRESS'; message: string; path: string[] };

/**
 * What surely keeps a parcel from arriving: a country that is none, a part that the country's addresses cannot do without, a postal
 * code that cannot be one there. `at` is where the address stands in the input. Regions and spellings are left to who delivers.
 */
export function checkAddress(address: Address, at: string[] = []): Fault[] {
  const faults: Fault[] = [];
  const fault = (field: string, message: string) => faults.push({ code: 'INVALID_ADDRESS', message, path: [...at, field] });
  for (const [field, limit] of Object.entries(LIMITS)) {
    if ((address[field as keyof typeof LIMITS]?.length ?? 0) > limit) fault(field, `${field} is longer than ${limit} characters.`);
  }
  for (const field of requiredOf(address)) if (!address[field].trim()) fault(field, `${field} must not be empty.`);
  if (!isCountry(address.countryCode)) fault('countryCode', `"${address.countryCode}" is no country of ISO 3166-1.`);
  else if (!isPostalCode(address)) fault('postalCode', `"${address.postalCode.slice(0, 20)}" is no postal code of ${address.countryCode}.`);
  return faults;
}

/** In Singapore there is no city to name, in Hong Kong no postal code. */
function requiredOf({ countryCode }: Address): ('name' | 'line1' | 'city' | 'postalCode')[] {
  const { needsCity, needsPostalCode } = rulesOf(countryCode);
  return ['name', 'line1', ...(needsCity ? (['city'] as const) : []), ...(needsPostalCode ? (['postalCode'] as const) : [])];
}

/** Where a postal code is, it must be one; "D-10115" is written by habit, and understood. */
function isPostalCode({ postalCode, countryCode }: Address): boolean {
  const { postalCode: pattern } = rulesOf(countryCode);
  const code = postalCode.trim();
  return code === '' || pattern === null || pattern.test(code) || pattern.test(code.replace(/^[A-Z]{1,3}[- ]/, ''));
}
