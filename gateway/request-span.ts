import { readFileSync } from 'node:fs';
import { Kind, parse } from 'graphql';
import { describe, isTracing, rooted } from '../kit/trace.ts';
import type { AnswerGraph, GraphHttpAnswer, GraphHttpRequest } from './graph-answer.ts';
import type { Identity } from '../kit/identity.ts';
import { createCalls } from './lanes/calls.ts';

/** What is traced whatever the ratio: there money moves. */
const KEPT = new Set(['checkout']);

/**
 * A layer: each request that must be worked out is a span, the first of its trace here. Answers that are kept have none. It is named by the
 * fields at the root that the schema knows; what else the client has written is not told.
 */
export function spanned(audience: Identity['audience'], supergraph: URL): (next: AnswerGraph) => AnswerGraph {
  if (!isTracing()) return (next) => next;
  const callsOf = createCalls();
  const known = rootFields(readFileSync(supergraph, 'utf8'));
  return (next) => (request) => {
    const calls = callsOf(request).filter(({ field }) => known.has(field));
    const fields = [...new Set(calls.map(({ field }) => field))].sort();
    const kind = calls[0]?.isMutation ? 'mutation' : 'query';
    const keep = fields.some((field) => KEPT.has(field));
    return rooted(
      {
        name: `${kind} ${fields.join(', ') || 'unknown'}`.slice(0, LONGEST),
        traceId: request.context.identity.traceId,
        traceparent: request.headers.traceparent,
        attributes: {
          'graphql.operation.type': kind,
          'holdfast.endpoint': audience,
          'holdfast.fields': fields,
          'holdfast.sampled_by': keep ? 'checkout' : 'ratio',
        },
        keep,
      },
      async () => {
        const answer = await next(request);
        tell(answer, request);
        return answer;
      },
    );
  };
}

const LONGEST = 100;

/** A refused buyer is no error of ours; they must be found again all the same, whatever is left out of what went well. */
function tell({ status, body }: GraphHttpAnswer, { context: { notes } }: GraphHttpRequest): void {
  const { outcome } = notes;
  const fault = status >= 400 ? `status ${status}` : body.startsWith('{"errors"') ? 'errors' : undefined;
  const refused = outcome?.isFailure ? outcome.code || outcome.name : undefined;
  describe(
    {
      'http.response.status_code': status,
      ...(outcome && { 'holdfast.checkout.outcome': outcome.name }),
      ...(outcome?.code && { 'holdfast.checkout.code': outcome.code }),
    },
    fault ?? refused,
  );
}

function rootFields(supergraph: string): Set<string> {
  return new Set(
    parse(supergraph, { noLocation: true }).definitions.flatMap((node) =>
      node.kind === Kind.OBJECT_TYPE_DEFINITION && (node.name.value === 'Query' || node.name.value === 'Mutation')
        ? (node.fields ?? []).map(({ name }) => name.value)
        : [],
    ),
  );
}
