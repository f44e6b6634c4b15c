import { type Refused, refuse } from '../../../kit/refusal.ts';
import type { LiveRates } from './live-rates.ts';
import { type Offered, type Parcel, tableRate } from './rates.ts';
import type { DeliveryRules, Method } from './rules.ts';
import { type Destination, zoneOf } from './zones.ts';

/** Ways to the destination that the parcel can go, the cheapest first; with `only`, no others are looked at. */
export type Deliver = (parcel: Parcel, to: Destination, only: string | null) => Promise<Offered[] | Refused>;

/** Refuses NOT_DELIVERED_THERE where the destination lies in no zone, or in one without methods. */
export function deliverBy({ zones }: Pick<DeliveryRules, 'zones'>, liveRates: LiveRates | null): Deliver {
  return async (parcel, to, only) => {
    const zone = zoneOf(zones, to);
    if (!zone?.methods.length)
      return refuse('NOT_DELIVERED_THERE', 'Nothing is delivered to this address.', ['shippingAddress', 'countryCode']);
    const methods = only === null ? zone.methods : zone.methods.filter(({ id }) => id === only);
    const asked = liveRates ? methods.filter(({ live }) => live) : [];
    const live = asked.length === 0 ? null : await liveRates!(parcel, to, asked);
    return methods
      .flatMap((method) => (live && method.live ? (live.get(method.id) ?? []) : byTable(method, parcel)))
      .sort((a, b) => a.priceMinor - b.priceMinor);
  };
}

function byTable({ rates, live: _, ...method }: Method, parcel: Parcel): Offered | [] {
  const priceMinor = tableRate(rates[parcel.currencyCode], parcel);
  return priceMinor === null ? [] : ({ ...method, priceMinor } as Offered);
}
