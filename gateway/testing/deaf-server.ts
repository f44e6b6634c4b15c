import net from 'node:net';

/** Somebody who takes every connection and never says a word; counts who still waits. */
export async function deafServer() {
  const open = new Set<net.Socket>();
  let taken = 0;
  const server = net.createServer((socket) => {
    taken += 1;
    open.add(socket.resume().on('error', () => {}));
    socket.on('close', () => open.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as net.AddressInfo;
  const close = () => {
    for (const socket of open) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { url: `http://127.0.0.1:${port}`, open: () => open.size, taken: () => taken, close };
}
