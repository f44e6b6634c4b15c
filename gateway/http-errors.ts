import type { FastifyError, FastifyInstance } from 'fastify';
import type { Log } from '../kit/log.ts';
import { maskedMessage, newFault } from './errors.ts';

const WORDS: Record<string, string> = {
  FST_ERR_CTP_BODY_TOO_LARGE: 'The body is too large: 100 kB at most.',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'Send the body as application/json.',
  FST_ERR_CTP_EMPTY_JSON_BODY: 'The body is empty.',
  FST_ERR_CTP_INVALID_JSON_BODY: 'The body is not valid JSON.',
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: 'The body is not as long as the header Content-Length says.',
};

/** Answers what never reached GraphQL, in the shape that GraphQL clients read: faults of the request plainly, ours by an id. */
export function answerHttpErrors(app: FastifyInstance, log: Log): void {
  app.setNotFoundHandler((_, reply) => reply.code(404).send(failure('There is nothing at this path.', 'NOT_FOUND')));
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const status = error.statusCode ?? 500;
    if (status >= 400 && status < 500)
      return reply.code(status).send(failure(WORDS[error.code] ?? 'The request is malformed.', 'BAD_REQUEST'));
    const fault = newFault();
    log.error({ fault, trace_id: request.traceId, err: error, path: request.routeOptions.url }, 'the gateway failed');
    return reply.code(500).send({ errors: [{ message: maskedMessage(fault), extensions: { code: 'INTERNAL_SERVER_ERROR', fault } }] });
  });
}

export const failure = (message: string, code: string) => ({ errors: [{ message, extensions: { code } }] });
