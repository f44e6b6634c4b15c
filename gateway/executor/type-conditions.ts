import { type GraphQLSchema, isAbstractType, isInterfaceType, isObjectType } from 'graphql';

/** Says for a type by its name whether it is `condition`, or one of what that abstract type stands for. */
export type TypeConditions = (condition: string) => (typename: string) => boolean;

/** Interfaces are among them: a subgraph that knows an interface as an object names it so. */
export function typeConditions(schema: GraphQLSchema): TypeConditions {
  const known = new Map<string, Set<string>>();
  return (condition) => {
    const names = known.get(condition) ?? subtypesOf(schema, condition);
    known.set(condition, names);
    return (typename) => names.has(typename);
  };
}

function subtypesOf(schema: GraphQLSchema, condition: string): Set<string> {
  const type = schema.getType(condition);
  const below = Object.values(schema.getTypeMap()).filter(
    (other) => isAbstractType(type) && (isObjectType(other) || isInterfaceType(other)) && schema.isSubType(type, other),
  );
  return new Set([condition, ...below.map(({ name }) => name)]);
}
