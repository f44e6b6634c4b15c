import type { Rate } from './rules.ts';

/** What is to be sent. `weightGrams` is null where the weight of something in it is not known. */
export type Parcel = {
  currencyCode: string;
  subtotalMinor: number;
  weightGrams: number | null;
  lines: { sku: string; quantity: number; weightGrams: number | null }[];
};

/** A way that the parcel can go, and its price in minor units. */
export type Offered = { id: string; name: string; priceMinor: number; minDays?: number; maxDays?: number };

type Piece = { sku: string; quantity: number; unitPriceMinor: number; weightGrams?: number | null | undefined };

/** `unweighedGrams` stands for a weight that nobody has said. */
export function parcelOf(currencyCode: string, pieces: Piece[], unweighedGrams: number | undefined): Parcel {
  const lines = pieces.map(({ sku, quantity, weightGrams }) => ({ sku, quantity, weightGrams: weightGrams ?? unweighedGrams ?? null }));
  return {
    currencyCode,
    subtotalMinor: pieces.reduce((sum, { quantity, unitPriceMinor }) => sum + quantity * unitPriceMinor, 0),
    weightGrams: lines.reduce<number | null>(
      (sum, { quantity, weightGrams }) => (sum === null || weightGrams === null ? null : sum + quantity * weightGrams),
      0,
    ),
    lines,
  };
}

/** What the table asks for the parcel in minor units; null where it has no price for it. */
export function tableRate(rate: Rate | undefined, { subtotalMinor, weightGrams }: Parcel): number | null {
  if (!rate) return null;
  if (rate.freeFromMinor !== undefined && subtotalMinor >= rate.freeFromMinor) return 0;
  if (rate.flatMinor !== undefined) return rate.flatMinor;
  if (rate.byTotal) return priceIn(rate.byTotal, subtotalMinor, ({ upToMinor }) => upToMinor);
  return weightGrams === null ? null : priceIn(rate.byWeight!, weightGrams, ({ upToGrams }) => upToGrams);
}

function priceIn<B extends { priceMinor: number }>(bands: B[], measure: number, boundOf: (band: B) => number | undefined): number | null {
  return bands.find((band) => measure <= (boundOf(band) ?? Number.POSITIVE_INFINITY))?.priceMinor ?? null;
}
