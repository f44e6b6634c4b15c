import net from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

export type Balancer = {
  url: string /** Connections that each port was given. */;
  given(): Record<number, number>;
  close(): Promise<void>;
};

const LOOK_MS = 150;

/**
 * Stands before several gateways as a load balancer does: each new connection goes to the next that says it is ready, and one
 * that cannot be connected is passed over. It knows TCP alone: what is under way on a connection that breaks is lost.
 */
export async function openBalancer(ports: number[]): Promise<Balancer> {
  const given = Object.fromEntries(ports.map((port) => [port, 0]));
  const ready = new Map(ports.map((port) => [port, true]));
  const sockets = new Set<net.Socket>();
  let turn = 0;
  let closing = false;
  const looking = (async () => {
    while (!closing) {
      await Promise.all(ports.map(async (port) => ready.set(port, await isReady(port))));
      await sleep(LOOK_MS);
    }
  })();
  const inTurn = (): number[] => {
    turn += 1;
    const order = ports.map((_, i) => ports[(turn + i) % ports.length]!);
    return [...order.filter((port) => ready.get(port)), ...order.filter((port) => !ready.get(port))];
  };
  const server = net.createServer({ pauseOnConnect: true, noDelay: true }, (client) => {
    sockets.add(client);
    client.on('close', () => sockets.delete(client)).on('error', () => client.destroy());
    connected(inTurn()).then(
      ({ port, socket }) => {
        given[port]! += 1;
        sockets.add(socket);
        socket.on('close', () => sockets.delete(socket)).on('error', () => client.destroy());
        client.on('close', () => socket.destroy());
        client.pipe(socket).pipe(client);
        client.resume();
      },
      () => client.destroy(),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as net.AddressInfo).port}`,
    given: () => ({ ...given }),
    async close() {
      closing = true;
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await Promise.all([closed, looking]);
    },
  };
}

async function isReady(port: number): Promise<boolean> {
  try {
    return (await fetch(`http://127.0.0.1:${port}/readyz`, { headers: { connection: 'close' }, signal: AbortSignal.timeout(2_500) })).ok;
  } catch {
    return false;
  }
}

async function connected(ports: number[]): Promise<{ port: number; socket: net.Socket }> {
  for (const port of ports) {
    const socket = net.connect({ port, host: '127.0.0.1', noDelay: true });
    const came = await new Promise<boolean>((resolve) => {
      socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    });
    if (came) return { port, socket };
  }
  throw new Error('no gateway takes connections');
}
