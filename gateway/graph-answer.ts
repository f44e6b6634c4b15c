import type { IncomingHttpHeaders } from 'node:http';
import type { Listen } from '../kit/bulkhead.ts';
import type { Context } from './identity.ts';
import type { Lane } from './lanes/lane-limits.ts';

/** Who has sent a request: the address that counts, and how to learn that they have hung up. */
export type Client = { address: string; listen: Listen };

/** A GraphQL request as HTTP brought it; its form has been checked, its meaning has not. */
export type GraphHttpRequest = {
  method: string;
  headers: IncomingHttpHeaders;
  /** What follows the path: `?query=...`, or nothing. */
  search: string;
  /** The body as it came, and what it holds; null where there was none. */
  body: { text: string; json: unknown } | null;
  /** The words that came (a body, or a search), where a layer has put the document in that they name, and they always mean the same. */
  sent?: string;
  /** Nobody, where a layer asks for itself. */
  client?: Client;
  /** Its class, once it is known. */
  lane?: Lane;
  /** Collects what the answer says of itself (kit/notes.ts). */
  context: Context;
};

export type GraphHttpAnswer = { status: number; headers: Record<string, string>; body: string };

/** One way to answer, or a layer before another one. */
export type AnswerGraph = (request: GraphHttpRequest) => Promise<GraphHttpAnswer>;
