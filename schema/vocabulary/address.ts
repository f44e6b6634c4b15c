import { z } from 'zod';

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

const regionNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
// CLDR knows these, but ISO 3166-1 does not: groupings, reservations and codes for private use.
const NOT_COUNTRIES = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'SU',
  'TA',
  'UK',
  'UN',
  'XA',
  'XB',
  'XK',
  'ZZ',
  'AN',
  'BU',
  'CS',
  'DD',
  'FX',
  'NT',
  'TP',
  'YD',
  'YU',
  'ZR',
]);
const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code) && !NOT_COUNTRIES.has(code) && regionNames.of(code) !== undefined;

const LIMITS = { name: 200, line1: 200, line2: 200, city: 100, region: 100, postalCode: 20, phone: 40 } as const;

/** What is wrong with an address: the field and a sentence, or null. */
export function addressFault(address: Address): { field: string; message: string } | null {
  for (const field of ['name', 'line1', 'city', 'postalCode'] as const) {
    if (!address[field].trim()) return { field, message: `${field} must not be empty.` };
  }
  for (const [field, limit] of Object.entries(LIMITS)) {
    if ((address[field as keyof typeof LIMITS]?.length ?? 0) > limit)
      return { field, message: `${field} is longer than ${limit} characters.` };
  }
  if (!isCountry(address.countryCode)) return { field: 'countryCode', message: `"${address.countryCode}" is no country of ISO 3166-1.` };
  return null;
}
