const MOST_TRIES = 300;
const END_OF_HEAD = '\r\n\r\n';

/**
 * The smallest request that still offends, as far as leaving out pieces of its body leads, halves first. The body's length is told
 * anew each time.
 */
export async function shrunk(bytes: Buffer, offends: (bytes: Buffer) => Promise<boolean>): Promise<Buffer> {
  const at = bytes.indexOf(END_OF_HEAD);
  if (at < 0) return bytes;
  const head = bytes.subarray(0, at).toString();
  const withBody = (body: Buffer) =>
    Buffer.concat([Buffer.from(head.replace(/content-length: \d+/, `content-length: ${body.length}`) + END_OF_HEAD), body]);
  let body = Buffer.from(bytes.subarray(at + END_OF_HEAD.length));
  let tries = 0;
  for (let size = Math.ceil(body.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let from = 0; from < body.length && tries < MOST_TRIES; ) {
      const without = Buffer.concat([body.subarray(0, from), body.subarray(from + size)]);
      tries++;
      if (await offends(withBody(without))) body = without;
      else from += size;
    }
  }
  return withBody(body);
}
