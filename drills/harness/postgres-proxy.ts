import net from 'node:net';
import { type Message, messages, unitsOf } from './postgres-wire.ts';

/** The replies of commits to be swallowed: so many, of transactions whose statements match, each with this probability. */
export type LostReplies = { times: number; matching?: RegExp; chance?: () => boolean; onHit: () => void };
export type PostgresProxy = {
  port: number;
  /** Where connections go from now on. */
  target(port: number): void;
  /** Milliseconds added to each answer. */
  delay(ms: number): void;
  /** Lets the next `times` connections that send something pass so many bytes, then cuts them. */
  cutAfter(bytes: () => number, times: number, onHit: () => void): void;
  /** The server commits, its reply is never seen, and the connection breaks: nobody can know what was done. */
  loseReplies(lost: LostReplies): void;
  /** Connections of now stay open, and nothing moves on them any more. */
  freeze(): number;
  heal(): void;
  /** Cuts all connections; answers how many there were. */
  cutAll(): number;
  close(): Promise<void>;
};

type Pair = { client: net.Socket; server: net.Socket; frozen: boolean; bytesLeft: number | null; onCut: () => void };

/** Stands between our pools and Postgres on the loopback interface, and breaks what a network and a server can break. */
export async function postgresProxy(targetPort: number): Promise<PostgresProxy> {
  let to = targetPort;
  let delayMs = 0;
  let lost: LostReplies | null = null;
  let cut: { bytes: () => number; times: number; onHit: () => void } | null = null;
  const pairs = new Set<Pair>();

  const end = (pair: Pair) => {
    pairs.delete(pair);
    pair.client.destroy();
    pair.server.destroy();
  };
  /** `status` I: the server stands outside of a transaction, so what was written is committed. */
  const isLost = (unit: { text: string; writes: boolean } | undefined, status: string): boolean =>
    status === 'I' && !!unit?.writes && !!lost && lost.times > 0 && (lost.matching?.test(unit.text) ?? true) && (lost.chance?.() ?? true);
  const server = net.createServer((client) => {
    const pair: Pair = {
      client,
      server: net.connect({ port: to, host: '127.0.0.1', noDelay: true }),
      frozen: false,
      bytesLeft: null,
      onCut: () => {},
    };
    client.setNoDelay(true);
    pairs.add(pair);
    const asked = unitsOf();
    const fromClient = messages({ startup: true });
    const fromServer = messages({ startup: false });
    let held: Buffer[] = [];
    // a network is late, but it never turns bytes round: what waits is not overtaken
    const late: { at: number; all: Buffer }[] = [];
    const drain = () => {
      while (late[0] && late[0].at <= performance.now() + 1) client.write(late.shift()!.all);
      if (late[0]) setTimeout(drain, late[0].at - performance.now());
    };
    const send = (raw: Buffer) => {
      held.push(raw);
      const all = Buffer.concat(held);
      held = [];
      if (delayMs === 0 && late.length === 0) return void client.write(all);
      late.push({ at: performance.now() + delayMs, all });
      if (late.length === 1) setTimeout(drain, delayMs);
    };
    /** "Done" is held back until the server says that it is ready again: by then it has committed. */
    const pass = ({ type, body, raw }: Message) => {
      if (type === 'C') return void held.push(raw);
      if (type !== 'Z') return send(raw);
      const unit = asked.next();
      if (!isLost(unit, body.toString('latin1'))) return send(raw);
      lost!.times -= 1;
      lost!.onHit();
      end(pair);
    };
    client.on('data', (chunk: Buffer) => {
      if (pair.frozen) return;
      for (const message of fromClient(chunk)) asked.see(message);
      if (cut && cut.times > 0 && pair.bytesLeft === null) {
        cut.times -= 1;
        pair.bytesLeft = cut.bytes();
        pair.onCut = cut.onHit;
      }
      const left = pair.bytesLeft === null ? null : pair.bytesLeft - chunk.length;
      pair.bytesLeft = left;
      if (left !== null && left <= 0) {
        pair.server.write(chunk.subarray(0, Math.max(0, chunk.length + left)));
        pair.onCut();
        end(pair);
      } else pair.server.write(chunk);
    });
    pair.server.on('data', (chunk: Buffer) => {
      if (pair.frozen) return;
      for (const message of fromServer(chunk)) pass(message);
    });
    for (const socket of [client, pair.server]) {
      socket.on('error', () => end(pair));
      socket.on('close', () => end(pair));
    }
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as net.AddressInfo).port,
    target: (port) => {
      to = port;
    },
    delay: (ms) => {
      delayMs = ms;
    },
    cutAfter: (bytes, times, onHit) => {
      cut = { bytes, times, onHit };
    },
    loseReplies: (what) => {
      lost = what;
    },
    freeze: () => {
      for (const pair of pairs) pair.frozen = true;
      return pairs.size;
    },
    heal: () => {
      [delayMs, lost, cut] = [0, null, null];
      for (const pair of pairs) {
        pair.bytesLeft = null;
        if (pair.frozen) end(pair);
      }
    },
    cutAll: () => {
      const count = pairs.size;
      for (const pair of pairs) end(pair);
      return count;
    },
    close: async () => {
      for (const pair of pairs) end(pair);
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
