import http from 'node:http';

export type Asked = { method: 'GET' | 'POST'; path: string; body?: string };
/** What came of a request: an answer, or why there is none. */
export type Heard = { status: number; body: string; retryAfterMs: number | null } | { fault: string };

const FREE_SOCKET_MS = 4_000;

/** Speaks HTTP as many visitors, each from an address of the loopback net of their own, over connections that live on for a while. */
export function createClient(base: string) {
  const { hostname, port } = new URL(base);
  // idle connections are closed by us before the server might
  const agent = new http.Agent({ keepAlive: true, timeout: FREE_SOCKET_MS, maxSockets: Number.POSITIVE_INFINITY });
  const send = (from: string, { method, path, body }: Asked, timeoutMs: number): Promise<Heard> =>
    new Promise((resolve) => {
      const headers = body ? { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) } : {};
      const request = http.request(
        { host: hostname, port, path, method, headers, agent, localAddress: from, timeout: timeoutMs },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => {
            clearTimeout(patience);
            const retryAfter = Number(response.headers['retry-after']);
            const retryAfterMs = Number.isFinite(retryAfter) && response.headers['retry-after'] ? retryAfter * 1000 : null;
            resolve({ status: response.statusCode!, body: Buffer.concat(chunks).toString(), retryAfterMs });
          });
          response.on('error', (error: NodeJS.ErrnoException) => resolve({ fault: error.code ?? error.message }));
        },
      );
      const patience = setTimeout(() => request.destroy(Object.assign(new Error('no answer in time'), { code: 'TIMEOUT' })), timeoutMs);
      request.on('error', (error: NodeJS.ErrnoException) => {
        clearTimeout(patience);
        resolve({ fault: error.code ?? error.message });
      });
      request.end(body);
    });
  return { send, close: () => agent.destroy() };
}
export type Client = ReturnType<typeof createClient>;

/** The address of the nth visitor: 127.16.0.1 and on. */
export const addressOf = (nth: number): string =>
  `127.${16 + (Math.floor(nth / 64_000) % 200)}.${Math.floor(nth / 250) % 256}.${1 + (nth % 250)}`;
