import type { Address } from '../../../schema/vocabulary/address.ts';
import type { Zone } from './rules.ts';

/** As much of an address as delivery and tax go by. */
export type Destination = Pick<Address, 'countryCode' | 'postalCode' | 'city' | 'region'>;

/** The first zone that the destination lies in. */
export const zoneOf = (zones: readonly Zone[], to: Destination): Zone | undefined => zones.find((zone) => covers(zone, to));

const covers = ({ countries, postalCodes }: Zone, { countryCode, postalCode }: Destination): boolean =>
  (countries.includes(countryCode) || countries.includes('*')) &&
  (postalCodes === undefined || postalCodes.some((pattern) => fits(pattern, plain(postalCode))));

/** Spaces and hyphens are a matter of taste. */
const plain = (code: string): string => code.toUpperCase().replaceAll(/[ -]/g, '');

/** A range is compared over as many characters as its bounds have: "01000..20999" holds "10115-1234" as well. */
function fits(pattern: string, code: string): boolean {
  if (code === '') return false;
  if (pattern.endsWith('*')) return code.startsWith(plain(pattern.slice(0, -1)));
  const [from, to] = pattern.split('..').map(plain);
  if (to === undefined) return code === from;
  return code.slice(0, from!.length) >= from! && code.slice(0, to.length) <= to;
}

/** Two addresses with the same key are the same to whoever delivers. */
export const destinationKey = ({ countryCode, postalCode, region }: Destination): string =>
  [countryCode, plain(postalCode), (region ?? '').trim().toLowerCase()].join(' ');
