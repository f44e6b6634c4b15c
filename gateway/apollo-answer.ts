import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { AnswerGraph } from './graph-answer.ts';
import type { Context } from './identity.ts';

/** Any request that there can be: parsed, checked, planned and run by Apollo Server. */
export const apolloAnswer =
  (server: ApolloServer<Context>): AnswerGraph =>
  async ({ method, headers, search, body, context }) => {
    const known = new HeaderMap();
    for (const [name, value] of Object.entries(headers))
      if (value !== undefined) known.set(name, Array.isArray(value) ? value.join(', ') : value);
    const answer = await server.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method, headers: known, search, body: body?.json },
      context: async () => context,
    });
    if (answer.body.kind === 'chunked') throw new Error('nothing here is answered in parts');
    return { status: answer.status ?? 200, headers: Object.fromEntries(answer.headers), body: answer.body.string };
  };
