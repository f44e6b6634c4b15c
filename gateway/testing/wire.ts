import net from 'node:net';

/** A connection on which bytes are written as they stand, and answers are read as they come. */
export async function wire(port: number) {
  const socket = net.connect(port, '127.0.0.1');
  await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
  let text = '';
  socket.setEncoding('latin1').on('data', (chunk: string) => {
    text += chunk;
  });
  let isClosed = false;
  socket.on('close', () => {
    isClosed = true;
  });
  socket.on('error', () => {});
  return {
    write: (bytes: string) => new Promise<void>((resolve) => void socket.write(bytes, 'utf8', () => resolve())),
    /** Statuses of the answers so far, in order. */
    statuses: () => [...text.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status)),
    text: () => text,
    isClosed: () => isClosed,
    abort: () => socket.destroy(),
  };
}

/** A POST as it stands on the wire. */
export const posted = (path: string, body: string, headers: Record<string, string> = {}): string => {
  const all = { host: 'shop', 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers };
  return `POST ${path} HTTP/1.1\r\n${Object.entries(all)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join('')}\r\n${body}`;
};
