import { GraphQLBoolean, GraphQLFloat, GraphQLID, GraphQLInt, type GraphQLLeafType, GraphQLString, isEnumType } from 'graphql';
import { quoted } from './json-text.ts';

/** The JSON of a value; null when it is none of its type. */
export type LeafText = (value: unknown) => string | null;

/** Beyond this a number is written with an exponent, which no integer has. */
const EXPONENT_FROM = 1e21;
const integer = (value: unknown) => (Number.isInteger(value) && Math.abs(value as number) < EXPONENT_FROM ? String(value) : null);
const text = (value: unknown) => (typeof value === 'string' ? quoted(value) : null);

const SPECIFIED: Record<string, LeafText> = {
  [GraphQLString.name]: text,
  [GraphQLID.name]: (value) => text(value) ?? integer(value),
  [GraphQLInt.name]: integer,
  [GraphQLFloat.name]: (value) => (Number.isFinite(value) ? String(value) : null),
  [GraphQLBoolean.name]: (value) => (typeof value === 'boolean' ? String(value) : null),
};

/** How values of a type that has no fields are written. Scalars of ours were checked by the subgraph that knows them. */
export function leafText(type: GraphQLLeafType): LeafText {
  if (!isEnumType(type)) return SPECIFIED[type.name] ?? ((value) => text(value) ?? JSON.stringify(value) ?? null);
  const names = new Map(type.getValues().map(({ name }) => [name as unknown, `"${name}"`]));
  return (value) => names.get(value) ?? null;
}
