import { z } from 'zod';
import type { OutsideService } from '../../../kit/outside-service.ts';
import type { Offered, Parcel } from './rates.ts';
import type { Method } from './rules.ts';
import type { Destination } from './zones.ts';

/** What a carrier asks now, by method; a method that is not there cannot carry it. Null: nobody has answered, the table counts. */
export type LiveRates = (parcel: Parcel, to: Destination, methods: Method[]) => Promise<Map<string, Offered> | null>;

const Answer = z.object({
  rates: z.array(
    z.object({
      methodId: z.string(),
      priceMinor: z.int().nonnegative().max(1_000_000_000_000),
      currencyCode: z.string(),
      minDays: z.int().nonnegative().nullish(),
      maxDays: z.int().nonnegative().nullish(),
    }),
  ),
});

/** Asks a service with the parcel and where it goes; prices in another currency than asked for are no answer. */
export function liveRatesBy(service: OutsideService): LiveRates {
  return async (parcel, to, methods) => {
    const { currencyCode } = parcel;
    const question = {
      destination: { countryCode: to.countryCode, postalCode: to.postalCode, city: to.city, region: to.region ?? null },
      parcel,
      methods: methods.map(({ id, name }) => ({ id, name })),
    };
    const answer = await service(
      question,
      Answer.refine(({ rates }) => rates.every((rate) => rate.currencyCode === currencyCode)),
    );
    if (!answer) return null;
    const rateOf = new Map(answer.rates.map((rate) => [rate.methodId, rate]));
    return new Map(methods.flatMap((method) => (rateOf.has(method.id) ? [[method.id, offered(method, rateOf.get(method.id)!)]] : [])));
  };
}

type LiveRate = z.infer<typeof Answer>['rates'][number];
function offered({ id, name, ...method }: Method, { priceMinor, ...rate }: LiveRate): Offered {
  const minDays = rate.minDays ?? method.minDays;
  const maxDays = rate.maxDays ?? method.maxDays;
  return { id, name, priceMinor, ...(minDays !== undefined && { minDays }), ...(maxDays !== undefined && { maxDays }) };
}
