import { GraphQLError, type GraphQLResolveInfo, type GraphQLSchema, isObjectType } from 'graphql';

type Reference = { __typename: string };
type Resolve = (reference: Reference, context: unknown, info: GraphQLResolveInfo) => unknown;

/**
 * Federation's `_entities` without a promise for each reference: what a resolver has at hand is given at once. Only object
 * types are entities here; which one an entity is stands in its `__typename`.
 */
export function resolveEntities(schema: GraphQLSchema): void {
  const field = schema.getQueryType()?.getFields()._entities;
  if (!field) return;
  const resolvers = new Map<string, Resolve>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type)) continue;
    const { apollo } = type.extensions as { apollo?: { subgraph?: { resolveReference?: Resolve } } };
    resolvers.set(type.name, apollo?.subgraph?.resolveReference ?? ((reference) => reference));
  }
  field.resolve = (_, { representations }: { representations: Reference[] }, context, info) =>
    representations.map((reference) => {
      const resolve = resolvers.get(reference.__typename);
      if (!resolve) throw new GraphQLError(`There is no entity "${reference.__typename}" here.`);
      const entity = resolve(reference, context, info);
      return isPromise(entity) ? entity.then((late) => named(late, reference.__typename)) : named(entity, reference.__typename);
    });
}

const isPromise = (value: unknown): value is Promise<unknown> => typeof (value as { then?: unknown } | null)?.then === 'function';

/** An entity that is kept was named the first time. */
function named(entity: unknown, typename: string): unknown {
  if (entity !== null && typeof entity === 'object' && (entity as Partial<Reference>).__typename !== typename)
    Object.defineProperty(entity, '__typename', { value: typename });
  return entity;
}
