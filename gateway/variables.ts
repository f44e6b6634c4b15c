import type { ApolloServerPlugin } from '@apollo/server';
import { getVariableValues, GraphQLError } from 'graphql';
import type { Context } from './identity.ts';
import { holdsNul } from './nul.ts';

/**
 * Refuses an operation that is not there, which the planner would take for a fault of ours, and variables that do not fit, naming the first fault only: the executor would name each of them, and a body of
 * 100 kB holds tens of thousands.
 */
export const variablesCheck: ApolloServerPlugin<Context> = {
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, operation, request }) {
        if (!operation) throw noSuchOperation(request.operationName);
        const { errors, coerced } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {}, {
          maxErrors: 1,
        });
        if (errors?.[0]) throw badInput(errors[0].message, errors[0].nodes);
        // no deeper now than their types are
        if (holdsNul(coerced)) throw badInput('A text in the variables holds U+0000, which no text may here.');
      },
    };
  },
};

const badInput = (message: string, nodes?: GraphQLError['nodes']): GraphQLError =>
  new GraphQLError(message, { nodes, extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } } });

function noSuchOperation(name: string | undefined): GraphQLError {
  const message = name
    ? `There is no operation named "${name}" in the document.`
    : 'The document has several operations: name one by operationName.';
  return new GraphQLError(message, { extensions: { code: 'OPERATION_RESOLUTION_FAILURE', http: { status: 400 } } });
}
