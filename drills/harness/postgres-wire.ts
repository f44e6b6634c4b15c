/** Cuts a byte stream of Postgres' protocol (version 3) into messages: a type byte, and a length that counts itself. */
export type Message = { type: string; body: Buffer; raw: Buffer };

/** `startup`: the first message of a client has no type byte. */
export function messages({ startup }: { startup: boolean }): (chunk: Buffer) => Message[] {
  let rest: Buffer = Buffer.alloc(0);
  let untyped = startup;
  return (chunk) => {
    rest = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const found: Message[] = [];
    for (;;) {
      const head = untyped ? 0 : 1;
      if (rest.length < head + 4) return found;
      const size = head + rest.readInt32BE(head);
      if (rest.length < size) return found;
      const raw = rest.subarray(0, size);
      found.push({ type: untyped ? 'startup' : String.fromCharCode(raw[0]!), body: raw.subarray(head + 4), raw });
      untyped = false;
      rest = rest.subarray(size);
    }
  };
}

const WRITES = /\b(insert|update|delete|commit)\b/i;

/** What a client has asked between two of the server's ReadyForQuery, as text; prepared statements by what they were prepared from. */
export function unitsOf(): { see(message: Message): void; next(): { text: string; writes: boolean } | undefined } {
  const prepared = new Map<string, string>();
  const units: string[] = [];
  let current = '';
  let transaction = '';
  const end = () => {
    transaction = /^\s*begin/i.test(current) ? current : transaction && `${transaction}\n${current}`;
    const text = transaction || current;
    if (/^\s*(commit|rollback)/i.test(current)) transaction = '';
    units.push(text);
    current = '';
  };
  return {
    see({ type, body }) {
      const strings = () => body.toString('utf8').split('\0');
      if (type === 'Q') {
        current = strings()[0]!;
        end();
      } else if (type === 'P') {
        const [name, text] = strings() as [string, string];
        prepared.set(name, text);
      } else if (type === 'B') {
        current = prepared.get(strings()[1]!) ?? '';
      } else if (type === 'S') end();
    },
    next: () => {
      const text = units.shift();
      return text === undefined ? undefined : { text, writes: WRITES.test(text) };
    },
  };
}
