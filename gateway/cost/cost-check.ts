import type { ApolloServerPlugin } from '@apollo/server';
import { GraphQLError, getVariableValues } from 'graphql';
import { costRefused } from '../../kit/telemetry.ts';
import type { Context } from '../identity.ts';
import { LIMITS } from '../limits.ts';
import { excessOf } from './excess.ts';
import { operationCost } from './operation-cost.ts';
import type { Weights } from './weights.ts';

type Options = { audience: string; weights: Weights; maxCost: number };

/** Refuses lists that are too long, and what is estimated to cost more than `maxCost`, before it is planned. Takes operations whose variables fit. */
export const costCheck = ({ audience, weights, maxCost }: Options): ApolloServerPlugin<Context> => ({
  async requestDidStart() {
    return {
      async didResolveOperation({ schema, document, operation, request }) {
        if (!operation) return;
        const { coerced = {} } = getVariableValues(schema, operation.variableDefinitions ?? [], request.variables ?? {}, { maxErrors: 1 });
        const excess = excessOf(operationCost(document, operation, { schema, weights }), coerced, maxCost);
        if (!excess) return;
        if ('slice' in excess) throw tooLong(excess.slice);
        costRefused.inc({ endpoint: audience });
        throw tooExpensive(excess.cost, maxCost);
      },
    };
  },
});

/** In the words of Apollo's router, so that a client need not know who stands before the graph. */
const tooExpensive = (estimated: number, max: number): GraphQLError =>
  new GraphQLError(
    `The operation is estimated to cost ${estimated}, and ${max} is the most: ask for shorter lists, or for less of each entry.`,
    {
      extensions: { code: 'COST_ESTIMATED_TOO_EXPENSIVE', cost: { estimated, max }, http: { status: 400 } },
    },
  );

const tooLong = (size: number): GraphQLError =>
  new GraphQLError(`A list is asked for in pieces of 1 to ${LIMITS.page}, and not of ${size}.`, {
    extensions: { code: 'BAD_USER_INPUT', http: { status: 400 } },
  });
