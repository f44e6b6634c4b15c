import type { AnswerGraph, GraphHttpAnswer, GraphHttpRequest } from '../graph-answer.ts';
import { failure } from '../http-errors.ts';
import { type Documents, hashOf } from './manifest.ts';
import { type Named, namedIn, withDocument } from './named.ts';
import type { Registered } from './registered.ts';

type Options = {
  documents: Documents;
  /** Nothing but trusted documents is answered. */
  only: boolean;
  /** Documents that clients have registered by their hash. */
  registered: Registered;
};

/**
 * Puts in the documents that requests name by their hash: trusted ones, or (Apollo's automatic persisted queries) ones that a
 * client has sent in full before. Who stands behind it sees whole requests only.
 */
export function createDocuments({ documents: trusted, only, registered }: Options): (next: AnswerGraph) => AnswerGraph {
  const isTrusted = (text: string) => trusted.has(hashOf(text));

  async function byName(request: GraphHttpRequest, { hash, query, isApq }: Named, next: AnswerGraph): Promise<GraphHttpAnswer> {
    const known = trusted.get(hash);
    if (known !== undefined && (query === undefined || query === known)) return next(withDocument(request, known, { isTrusted: true }));
    if (query !== undefined) {
      if (hashOf(query) !== hash) return refusal(400, 'provided sha does not match query', 'BAD_REQUEST');
      if (only) return NOT_TRUSTED;
      const answer = await next(withDocument(request, query, { isTrusted: false }));
      if (answer.status === 200) registered.set(hash, query);
      return answer;
    }
    const before = only || !isApq ? undefined : await registered.get(hash);
    if (before !== undefined) return next(withDocument(request, before, { isTrusted: false }));
    return isApq ? NOT_FOUND : refusal(404, 'No document has this id.', 'PERSISTED_QUERY_NOT_FOUND');
  }

  return (next) => async (request) => {
    const named = namedIn(request);
    if (named === 'malformed') return refusal(400, 'The document is not named as it should be.', 'BAD_REQUEST');
    if (named.hash !== undefined) return byName(request, named as Named, next);
    if (only && !(named.query !== undefined && isTrusted(named.query))) return NOT_TRUSTED;
    return next(request);
  };
}

const refusal = (status: number, message: string, code: string): GraphHttpAnswer => ({
  status,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body: JSON.stringify(failure(message, code)),
});

/** The words of the protocol: a client that hears them sends the document in full. */
const NOT_FOUND = refusal(200, 'PersistedQueryNotFound', 'PERSISTED_QUERY_NOT_FOUND');
const NOT_TRUSTED = refusal(403, 'Only trusted documents are answered here.', 'PERSISTED_QUERY_ONLY');
