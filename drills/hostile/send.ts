import net from 'node:net';
import type { Attack } from './attacks.ts';
import type { Reply } from './judge.ts';

const PATIENCE_MS = 15_000;
/** Who lies about what is to come hangs up after this. */
const HANG_UP_MS = 50;

/** Sends bytes as they stand, and takes what comes until the other side has ended. Rejects where nobody listens. */
export function send(port: number, { bytes, hangUp = false }: Attack): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const chunks: Buffer[] = [];
    let connected = false;
    const socket = net.connect(port, '127.0.0.1');
    const done = () => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString();
      resolve({ status: Number(/^HTTP\/1\.[01] (\d{3})/.exec(text)?.[1]) || null, text, ms: performance.now() - began });
    };
    socket.setTimeout(PATIENCE_MS, done);
    socket.on('connect', () => {
      connected = true;
      socket.write(bytes, () => hangUp && setTimeout(() => socket.end(), HANG_UP_MS));
    });
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('end', done);
    // whoever is refused in the middle of a large body sees the connection break
    socket.on('error', (error) => (connected ? done() : reject(error)));
  });
}
