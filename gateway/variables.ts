import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, GraphQLError } from 'graphql';
import type { Context } from './identity.ts';

/**
 * Refuses variables that do not fit, naming the first fault only: the executor would name each of them, and a body of
 * 100 kB holds tens of thousands.
 */
export const variablesCheck: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, operation, request }) {
        const { errors } = getVariableValues(schema, operation?.variableDefinitions ?? [], request.variables ?? {}, { maxErrors: 1 });
        if (!errors?.[0]) return;
        const { message, nodes } = errors[0];
        throw new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });
      },
    };
  },
};
