/** Reads a request of Kafka's protocol, from its published description. */
export class Frame {
  private at = 0;
  constructor(private readonly bytes: Buffer) {}

  private take(length: number): Buffer {
    this.at += length;
    return this.bytes.subarray(this.at - length, this.at);
  }
  int8 = (): number => this.take(1).readInt8();
  int16 = (): number => this.take(2).readInt16BE();
  int32 = (): number => this.take(4).readInt32BE();
  int64 = (): bigint => this.take(8).readBigInt64BE();
  text = (): string => this.take(this.int16()).toString();
  nullableText(): string | null {
    const length = this.int16();
    return length < 0 ? null : this.take(length).toString();
  }
  varint(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.take(1)[0]!;
      value += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return value;
    }
  }
  /** Signed numbers take turns with their negatives. */
  zigzag(): number {
    const value = this.varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  }
  compactText = (): string => this.take(this.varint() - 1).toString();
  list = <T>(one: () => T): T[] => Array.from({ length: this.int32() }, one);
  compactList = <T>(one: () => T): T[] => Array.from({ length: this.varint() - 1 }, one);
  tags(): void {
    for (let left = this.varint(); left > 0; left--) {
      this.varint();
      this.take(this.varint());
    }
  }

  /** A record batch, version 2. */
  batch(): { key: string; value: string; headers: Record<string, string> }[] {
    const end = this.int32() + this.at;
    this.take(8 + 4 + 4);
    if (this.int8() !== 2) throw new Error('not a batch of version 2');
    const crc = this.take(4).readUInt32BE();
    if (crc32c(this.bytes.subarray(this.at, end)) !== crc) throw new Error('the batch has another CRC-32C');
    this.take(2 + 4 + 8 + 8 + 8 + 2 + 4);
    return this.list(() => {
      this.zigzag();
      this.int8();
      this.zigzag();
      this.zigzag();
      const piece = () => this.take(this.zigzag()).toString();
      const [key, value] = [piece(), piece()];
      return { key, value, headers: Object.fromEntries(Array.from({ length: this.zigzag() }, () => [piece(), piece()])) };
    });
  }
}

/** Writes an answer. */
export class Reply {
  private readonly parts: Buffer[] = [];
  constructor(correlationId: number) {
    this.int32(correlationId);
  }

  private put(length: number, write: (buffer: Buffer) => void): this {
    const buffer = Buffer.alloc(length);
    write(buffer);
    this.parts.push(buffer);
    return this;
  }
  int8 = (value: number): this => this.put(1, (to) => to.writeInt8(value));
  int16 = (value: number): this => this.put(2, (to) => to.writeInt16BE(value));
  int32 = (value: number): this => this.put(4, (to) => to.writeInt32BE(value));
  int64 = (value: number): this => this.put(8, (to) => to.writeBigInt64BE(BigInt(value)));
  /** Of less than 16,384. */
  varint = (value: number): this =>
    value < 0x80
      ? this.put(1, (to) => to.writeUInt8(value))
      : this.put(2, (to) => to.writeUInt16BE(((0x80 | (value & 0x7f)) << 8) | (value >> 7)));
  text(value: string): this {
    this.int16(Buffer.byteLength(value)).parts.push(Buffer.from(value));
    return this;
  }
  compactText(value: string): this {
    this.varint(Buffer.byteLength(value) + 1).parts.push(Buffer.from(value));
    return this;
  }
  tags = (): this => this.varint(0);
  array<T>(items: T[], one: (item: T, i: number) => void): this {
    this.int32(items.length);
    items.forEach(one);
    return this;
  }
  compactArray<T>(items: T[], one: (item: T, i: number) => void): this {
    this.varint(items.length + 1);
    items.forEach(one);
    return this;
  }
  framed(): Buffer {
    const body = Buffer.concat(this.parts);
    const size = Buffer.alloc(4);
    size.writeInt32BE(body.length);
    return Buffer.concat([size, body]);
  }
}

/** Castagnoli's polynomial, bit by bit: for tests it is fast enough. */
function crc32c(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
