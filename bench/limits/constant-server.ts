import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { serveJob } from '../child.ts';

export type ConstantJob = { body: string };
export type ConstantServer = { url: string };

/** The most that Node can serve: it reads the question, does not look at it, and gives the same bytes each time. */
async function open({ body }: ConstantJob): Promise<ConstantServer> {
  const bytes = Buffer.from(body);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length };
  const server = http.createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, headers).end(bytes));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql` };
}

serveJob(open);
