import {
  type ArgumentNode,
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLArgument,
  type GraphQLField,
  type GraphQLNamedType,
  getNamedType,
  isCompositeType,
  isInterfaceType,
  isListType,
  isNonNullType,
  isObjectType,
  Kind,
  type OperationDefinitionNode,
  type SelectionNode,
  type SelectionSetNode,
} from 'graphql';
import { inputCost } from './input-cost.ts';
import { product, sum, type Term, evaluate } from './term.ts';
import type { Costed, ListSize } from './weights.ts';

/** `slices`: how long lists are asked for by their arguments. */
export type OperationCost = { cost: Term; slices: readonly Term[] };

/** Of lists of which nothing else is said. */
const DEFAULT_LIST_SIZE = 10;
const OPERATION = { query: 0, mutation: 10, subscription: 0 };

/** Where a selection stands: in which type, and how long the lists are that the field above it has sized. */
type Place = { type: GraphQLNamedType; sized: { fields: readonly string[]; size: Term } | null };

/**
 * What an operation is estimated to cost, from its variables with their defaults: Apollo's static estimate after IBM's
 * specification. An object costs 1, a scalar nothing, a mutation 10, `@cost` says otherwise; a list costs its elements as often as
 * `@listSize` expects them; each object of input 1. Takes a document that is valid, and whose size is bounded.
 */
export function operationCost(document: DocumentNode, operation: OperationDefinitionNode, costed: Costed): OperationCost {
  const slices: Term[] = [];
  const root = costed.schema.getRootType(operation.operation)!;
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const ofSet = (set: SelectionSetNode, place: Place): Term =>
    sum(set.selections.map((node) => product(isTaken(node), ofSelection(node, place))));

  function ofSelection(node: SelectionNode, place: Place): Term {
    if (node.kind === Kind.FIELD) return ofField(node, place);
    const fragment = node.kind === Kind.FRAGMENT_SPREAD ? fragments.get(node.name.value)! : node;
    const condition = fragment.typeCondition?.name.value;
    const type = condition === undefined ? place.type : costed.schema.getType(condition)!;
    return ofSet(fragment.selectionSet, { ...place, type });
  }

  function ofField(node: FieldNode, { type, sized }: Place): Term {
    const name = node.name.value;
    const field = isObjectType(type) || isInterfaceType(type) ? type.getFields()[name] : undefined;
    // what GraphQL itself answers: __typename, and the schema where it may be asked for
    if (!field) return 0;
    const coordinate = `${type.name}.${name}`;
    const listSize = costed.weights.listSizes.get(coordinate);
    const sliced = (listSize?.slicingArguments ?? []).flatMap((argument) => slice(argument, node, field) ?? []);
    slices.push(...sliced);
    const size = listSize && expected(listSize, sliced);
    const inner = getNamedType(field.type);
    const own = costed.weights.costs.get(coordinate) ?? costed.weights.costs.get(inner.name) ?? (isCompositeType(inner) ? 1 : 0);
    const below = { type: inner, sized: listSize && size !== undefined ? { fields: listSize.sizedFields, size } : null };
    const one = node.selectionSet ? sum([own, ofSet(node.selectionSet, below)]) : own;
    const fromAbove = sized?.fields.includes(name) ? sized.size : undefined;
    const times = isList(field) ? (fromAbove ?? size ?? DEFAULT_LIST_SIZE) : 1;
    return sum([product(times, one), ...(node.arguments ?? []).map((arg) => inputCost(arg, coordinate, argumentOf(field, arg), costed))]);
  }
  const cost = sum([OPERATION[operation.operation], ofSet(operation.selectionSet, { type: root, sized: null })]);
  return { cost, slices };
}

const isList = ({ type }: GraphQLField<unknown, unknown>): boolean => isListType(isNonNullType(type) ? type.ofType : type);

const argumentOf = (field: GraphQLField<unknown, unknown>, { name }: ArgumentNode): GraphQLArgument =>
  field.args.find((arg) => arg.name === name.value)!;

/** What an argument that slices a list says, by itself or by its default; null where there is neither. */
function slice(name: string, node: FieldNode, field: GraphQLField<unknown, unknown>): Term | null {
  const value = node.arguments?.find((arg) => arg.name.value === name)?.value;
  const fallback = field.args.find((arg) => arg.name === name)?.defaultValue as number | null | undefined;
  if (value?.kind === Kind.INT) return Number(value.value);
  if (value?.kind !== Kind.VARIABLE) return value === undefined ? (fallback ?? null) : null;
  return (variables) => (variables[value.name.value] ?? fallback ?? Number.NaN) as number;
}

/** The largest of the slices; undefined where nothing is known. */
function expected({ assumedSize, slicingArguments }: ListSize, slices: readonly Term[]): Term | undefined {
  const otherwise = slicingArguments.length > 0 ? (assumedSize ?? DEFAULT_LIST_SIZE) : (assumedSize ?? undefined);
  if (slices.length === 0) return otherwise;
  // a negative size is refused by whoever is asked; until then it is not to pay for something else
  const largest = (sizes: number[]): number =>
    sizes.every(Number.isNaN) ? otherwise! : Math.max(0, ...sizes.filter((size) => !Number.isNaN(size)));
  const fixed = slices.filter((size) => typeof size === 'number');
  return fixed.length === slices.length ? largest(fixed) : (variables) => largest(slices.map((size) => evaluate(size, variables)));
}

/** 1 where `@skip` and `@include` let a selection be, else 0. */
function isTaken({ directives = [] }: SelectionNode): Term {
  return directives.reduce<Term>((taken, { name, arguments: args = [] }) => {
    if (name.value !== 'skip' && name.value !== 'include') return taken;
    const wanted = name.value === 'include';
    const condition = args[0]?.value;
    if (condition?.kind === Kind.BOOLEAN) return product(taken, condition.value === wanted ? 1 : 0);
    if (condition?.kind !== Kind.VARIABLE) return taken;
    return product(taken, (variables) => (variables[condition.name.value] === wanted ? 1 : 0));
  }, 1);
}
