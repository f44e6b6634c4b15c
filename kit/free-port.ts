import net from 'node:net';

/** Below those that a system gives to whoever asks for any port, and to connections that go out: what is found here is not taken by chance. */
const FIRST = 10_000;
const COUNT = 22_000;
/** Processes that look at the same time begin so far apart. */
const APART = 131;

let next = process.pid * APART;

/** A port of the loopback interface that nobody listens on just now, and that this process is not given again soon. */
export async function freePort(): Promise<number> {
  for (let tries = 1; ; tries++) {
    const port = FIRST + (next++ % COUNT);
    try {
      return await listened(port);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE' || tries === 1_000) throw error;
    }
  }
}

function listened(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(port)));
  });
}
