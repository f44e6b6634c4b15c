declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  type Options = {
    url: string;
    method: string;
    headers: Record<string, string>;
    body: string;
    connections: number;
    /** Seconds. */
    duration: number;
    /** Seconds. */
    timeout: number;
    verifyBody: (body: string) => boolean;
  };
  type Result = { errors: number; timeouts: number; mismatches: number; non2xx: number; duration: number };
  /** Emits `response` (client, status, bytes, milliseconds) for each answer; resolves when the time is over. */
  export default function autocannon(options: Options): EventEmitter & Promise<Result>;
}
