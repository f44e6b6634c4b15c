import {
  type ArgumentNode,
  type GraphQLArgument,
  type GraphQLInputType,
  getNamedType,
  isInputObjectType,
  Kind,
  type ValueNode,
} from 'graphql';
import { sum, type Term } from './term.ts';
import type { Costed } from './weights.ts';

type Placed = { type: GraphQLInputType; coordinate: string };

/** What an argument costs: 1 for each object in it, however it came in; scalars and lists nothing but what `@cost` says of them. */
export function inputCost({ name, value }: ArgumentNode, field: string, { type }: GraphQLArgument, costed: Costed): Term {
  return ofNode(value, { type, coordinate: `${field}(${name.value}:)` }, costed);
}

function ofNode(node: ValueNode, placed: Placed, costed: Costed): Term {
  const own = costed.weights.costs.get(placed.coordinate);
  if (own === undefined && !isInputObjectType(getNamedType(placed.type))) return 0;
  if (node.kind === Kind.VARIABLE) return (variables) => ofValue(variables[node.name.value], placed, costed);
  if (node.kind === Kind.NULL) return 0;
  if (node.kind === Kind.LIST) return sum([own ?? 0, ...node.values.map((value) => ofNode(value, placed, costed))]);
  if (node.kind !== Kind.OBJECT || !isInputObjectType(getNamedType(placed.type))) return own ?? 0;
  return sum([own ?? 1, ...node.fields.map(({ name, value }) => ofNode(value, fieldOf(placed, name.value), costed))]);
}

/** The same of a variable's value. */
function ofValue(value: unknown, placed: Placed, costed: Costed): number {
  if (value === null || value === undefined) return 0;
  const own = costed.weights.costs.get(placed.coordinate);
  if (Array.isArray(value)) return value.reduce<number>((total, one) => total + ofValue(one, placed, costed), own ?? 0);
  if (typeof value !== 'object' || !isInputObjectType(getNamedType(placed.type))) return own ?? 0;
  return Object.entries(value).reduce<number>((total, [name, inner]) => total + ofValue(inner, fieldOf(placed, name), costed), own ?? 1);
}

function fieldOf({ type }: Placed, name: string): Placed {
  const object = getNamedType(type);
  if (!isInputObjectType(object)) throw new Error(`${object.name} has no fields`);
  return { type: object.getFields()[name]!.type, coordinate: `${object.name}.${name}` };
}
