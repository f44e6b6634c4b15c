import type { ServerResponse } from 'node:http';

/** What `writeHead` ends with: it adds what Node answers for (`Date`, `Connection`, `Keep-Alive`) to the first line it is given. */
type Storing = { _storeHeader(firstLine: string, headers: readonly (string | number)[]): void };

/**
 * `response.writeHead(200, ...)` for lines that were put together and checked before: checking fourteen headers again costs as
 * much as all the rest of a kept answer. ready-head.test.ts shows that the bytes are those of `writeHead`.
 */
export function writeReadyHead(response: ServerResponse, head: string, length: number): void {
  (response as unknown as Storing)._storeHeader(head, ['content-length', length]);
}
