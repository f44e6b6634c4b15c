import http from 'node:http';
import https from 'node:https';
import { addressFault, publicLookup } from './receiver-address.ts';

/** What came of a try: a status and the beginning of what was answered, or no status and the reason. */
export type Reply = { status: number | null; text: string };
export type Send = (url: string, headers: Record<string, string>, body: string) => Promise<Reply>;

const TIMEOUT_MS = 10_000;
const READ_BYTES = 2_000;

/**
 * One POST to a stranger: over a connection of its own, for so long and no longer, to a public address unless told otherwise. Redirects are
 * not followed; of an answer the beginning is read, and the rest is hung up on.
 */
export const createSender =
  ({ allowPrivate, timeoutMs = TIMEOUT_MS }: { allowPrivate: boolean; timeoutMs?: number }): Send =>
  (url, headers, body) =>
    new Promise((resolve) => {
      const fault = addressFault(url, allowPrivate);
      if (fault) return resolve({ status: null, text: fault });
      const options = {
        method: 'POST',
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        headers: {
          ...headers,
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Holdfast-Webhooks/1',
        },
        ...(!allowPrivate && { lookup: publicLookup }),
      };
      let status: number | null = null;
      let text = '';
      // what it has said by its status counts, however its connection ends
      const end = () => {
        resolve({ status, text: text.slice(0, READ_BYTES) });
        request.destroy();
      };
      const request = (url.startsWith('https:') ? https : http).request(url, options, (response) => {
        status = response.statusCode!;
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          text += chunk;
          if (text.length >= READ_BYTES) end();
        });
        response.on('end', end);
        response.on('error', end);
      });
      request.on('error', (error) => {
        const late = error.name === 'AbortError' || error.name === 'TimeoutError';
        if (status === null) text = late ? `no answer within ${timeoutMs / 1000} s` : error.message;
        end();
      });
      request.end(body);
    });
