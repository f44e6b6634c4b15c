import net from 'node:net';

type Options = { url: string; connectMs: number; statementMs: number };

/**
 * How a pool opens its connections. One whose peer is gone without a word (a cut cable, a stopped machine) would be waited
 * for by the hour: it is destroyed, and what waits on it fails with ECONNRESET. That our own writes still go out says
 * nothing; only what is heard counts. A connection that was merely idle may be destroyed too, and is opened again when needed.
 *
 * The socket is handed over while it still connects: the driver hears from it that nobody listens, as from one of its own. A
 * place in the pool whose socket was refused to the driver instead would never be used again.
 */
export function databaseSocket({ url, connectMs, statementMs }: Options): () => net.Socket {
  const { hostname, port } = new URL(url);
  return () => {
    const socket = net.connect({ host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 5432), noDelay: true });
    socket.setTimeout(connectMs, () => socket.destroy(silent(connectMs)));
    socket.once('connect', () => {
      socket.setTimeout(0);
      watch(socket, statementMs);
    });
    return socket;
  };
}

/** The server answers a statement within `statementMs`, so twice that and a little is enough for the one that is waited for. */
function watch(socket: net.Socket, statementMs: number): void {
  const patience = 2 * statementMs + 5_000;
  let waitingSince = performance.now();
  let movedAt = waitingSince;
  const write = socket.write.bind(socket) as typeof socket.write;
  socket.write = ((...args: Parameters<typeof socket.write>) => {
    const now = performance.now();
    // quiet for longer than any statement may take: nothing was outstanding, the waiting begins now
    if (now - movedAt > statementMs + 500) waitingSince = now;
    movedAt = now;
    return write(...args);
  }) as typeof socket.write;
  socket.on('data', () => {
    waitingSince = movedAt = performance.now();
  });
  const timer = setInterval(() => {
    // by the flag, not by 'close': the driver takes all listeners off a socket that it has done with
    if (socket.destroyed) clearInterval(timer);
    else if (performance.now() - waitingSince > patience) socket.destroy(silent(patience));
  }, 1_000);
  timer.unref();
}

const silent = (ms: number): Error => Object.assign(new Error(`The database has been silent for ${ms} ms.`), { code: 'ECONNRESET' });
