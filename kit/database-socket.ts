import net from 'node:net';

type Options = { url: string; connectMs: number; silenceMs: number };

/**
 * How a pool opens its connections. One on which nothing has moved for `silenceMs` is destroyed, and what waits on it
 * fails with ECONNRESET: a peer that is gone without a word (a cut cable, a stopped machine) would be waited for by the
 * hour. An idle connection that is destroyed so is opened again when it is needed.
 */
export function databaseSocket({ url, connectMs, silenceMs }: Options): () => Promise<net.Socket> {
  const { hostname, port } = new URL(url);
  return () =>
    new Promise((resolve, reject) => {
      const socket = net.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 5432), noDelay: true });
      const silent = () => socket.destroy(fault(`The database has been silent for ${socket.timeout} ms.`));
      socket.setTimeout(connectMs, silent);
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.off('error', reject);
        socket.setTimeout(silenceMs);
        resolve(socket);
      });
    });
}

const fault = (message: string): Error => Object.assign(new Error(message), { code: 'ECONNRESET' });
