import { type GraphQLSchema, isScalarType } from 'graphql';
import { scalars } from '../schema/vocabulary/resolvers.ts';

/** Gives the scalars of an API schema their form, so that a malformed value is refused here and no subgraph is asked. */
export function checkScalars(apiSchema: GraphQLSchema): void {
  for (const [name, { parseValue, parseLiteral }] of Object.entries(scalars)) {
    const type = apiSchema.getType(name);
    if (isScalarType(type)) Object.assign(type, { parseValue, parseLiteral });
  }
}
