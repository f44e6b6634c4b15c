/**
 * The one place where money is rounded: half a minor unit goes up, as EN 16931 has it for invoices and American states for sales tax. In
 * whole numbers throughout; amounts are not negative.
 */
export function shareOf(amount: number, numerator: number, denominator: number): number {
  const [a, n, d] = [BigInt(amount), BigInt(numerator), BigInt(denominator)];
  return Number((2n * a * n + d) / (2n * d));
}

/**
 * Deals a sum out by weight, in whole minor units that add up to it: each gets its share rounded down, and what is left goes to the
 * largest remainders, the first of equals first. Where nothing weighs anything, the first takes it.
 */
export function deal(sum: number, weights: number[]): number[] {
  const total = weights.reduce((all, weight) => all + BigInt(weight), 0n);
  if (total === 0n) return weights.map((_, i) => (i === 0 ? sum : 0));
  const shares = weights.map((weight, i) => {
    const product = BigInt(sum) * BigInt(weight);
    return { i, whole: Number(product / total), remainder: product % total };
  });
  let left = sum - shares.reduce((all, { whole }) => all + whole, 0);
  for (const share of [...shares].sort((a, b) => (a.remainder === b.remainder ? a.i - b.i : a.remainder > b.remainder ? -1 : 1))) {
    if (left === 0) break;
    share.whole += 1;
    left -= 1;
  }
  return shares.map(({ whole }) => whole);
}
