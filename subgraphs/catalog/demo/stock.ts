/** Opening stock of a variant: mostly plenty, now and then nearly gone or sold out, and always the same for the same SKU. */
export function openingStock(sku: string): number {
  const number = hash(sku);
  const lot = number % 100;
  if (lot < 5) return 0;
  if (lot < 14) return 1 + (Math.floor(number / 100) % 4);
  return 20 + (Math.floor(number / 100) % 181);
}

/** FNV-1a, then stirred: its low bits alone follow the last letters of a SKU too closely. */
function hash(text: string): number {
  let state = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) state = Math.imul(state ^ text.charCodeAt(at), 0x01000193);
  state = Math.imul(state ^ (state >>> 15), 0x85ebca6b);
  return (state ^ (state >>> 13)) >>> 0;
}
