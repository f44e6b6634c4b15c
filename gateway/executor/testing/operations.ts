import type { GeneratorValue } from 'fast-check';
import fc from 'fast-check';
import {
  type GraphQLArgument,
  type GraphQLCompositeType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLSchema,
  getNamedType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
} from 'graphql';
import { hash } from './made-up-subgraphs.ts';

export type Operation = { query: string; operationName?: string; variables: Record<string, unknown> };

type Draw = { int(max: number): number; chance(percent: number): boolean; pick<T>(from: readonly T[]): T };
type Writing = {
  draw: Draw;
  schema: GraphQLSchema;
  variables: { name: string; definition: string; value: unknown }[];
  fragments: { name: string; on: string; text: string }[];
  depth: number;
  /** Fields that stand under their own name, with the arguments that they have there. */
  bare: Map<string, string>;
  /** Fields that may still be selected, aliases that may still be given; and a number for what needs a name. */
  left: { fields: number; aliases: number };
  named: number;
};

/** A valid operation within the gateway's limits. Response names never clash: what could differ gets an alias that says how. */
export function drawOperation(schema: GraphQLSchema, gen: GeneratorValue, size: { fields: number; depth: number }): Operation {
  const draw: Draw = {
    int: (max) => gen(fc.integer, { min: 0, max }),
    chance: (percent) => gen(fc.integer, { min: 0, max: 99 }) >= 100 - percent,
    pick: (from) => from[gen(fc.integer, { min: 0, max: from.length - 1 })]!,
  };
  const writing: Writing = {
    draw,
    schema,
    variables: [],
    fragments: [],
    depth: size.depth,
    left: { fields: size.fields, aliases: 25 },
    bare: new Map(),
    named: 0,
  };
  const kind = schema.getMutationType() && draw.chance(15) ? 'mutation' : 'query';
  const root = (kind === 'mutation' ? schema.getMutationType() : schema.getQueryType())!;
  const body = selectionSet(root, writing, 0);
  const definitions = writing.variables.map(({ definition }) => definition).join(', ');
  const name = draw.chance(50) ? 'Asked' : '';
  const other = name && draw.chance(30) ? ' query Other { __typename }' : '';
  const fragments = writing.fragments.map((fragment) => ` fragment ${fragment.name} on ${fragment.on} ${fragment.text}`).join('');
  return {
    query: `${kind} ${name}${definitions && `(${definitions})`} ${body}${other}${fragments}`,
    ...(name && (other || draw.chance(50)) && { operationName: name }),
    variables: Object.fromEntries(writing.variables.filter(({ value }) => value !== undefined).map((each) => [each.name, each.value])),
  };
}

function selectionSet(type: GraphQLCompositeType, writing: Writing, depth: number): string {
  const { draw } = writing;
  const count = 1 + draw.int(depth === 0 ? 2 : 3);
  const parts: string[] = [];
  for (let i = 0; i < count && writing.left.fields > 0; i++) parts.push(selection(type, writing, depth));
  return `{ ${parts.length > 0 ? parts.join(' ') : '__typename'} }`;
}

function selection(type: GraphQLCompositeType, writing: Writing, depth: number): string {
  const { draw } = writing;
  const fragmentChance = isObjectType(type) ? 15 : 60;
  if (depth > 0 && depth < writing.depth && draw.chance(fragmentChance)) return fragment(type, writing, depth);
  if (isUnionType(type) || draw.chance(8)) return typename(writing);
  const fields = Object.values(type.getFields());
  const deepest = depth >= writing.depth - 1;
  const possible = deepest ? fields.filter(({ type: of }) => isLeafType(getNamedType(of))) : fields;
  return possible.length > 0 ? field(draw.pick(possible), type, writing, depth) : typename(writing);
}

const typename = (writing: Writing): string => (writing.draw.chance(70) || writing.left.aliases-- <= 0 ? '__typename' : 'kind: __typename');

function fragment(type: GraphQLCompositeType, writing: Writing, depth: number): string {
  const { draw, schema } = writing;
  if (draw.chance(20)) return `... ${directives(writing) || '@include(if: true)'} ${selectionSet(type, writing, depth)}`;
  const on = draw.pick(overlapping(type, schema));
  // without it @apollo/gateway forgets what an object is within a fragment on something wider
  const before = isObjectType(type) && !isObjectType(on) ? '__typename ' : '';
  const known = writing.fragments.filter((each) => each.on === on.name);
  if (known.length > 0 && draw.chance(50)) return `${before}...${draw.pick(known).name}${directives(writing)}`;
  const text = selectionSet(on, writing, depth + 1);
  if (draw.chance(60)) return `${before}... on ${on.name}${directives(writing)} ${text}`;
  const name = `F${writing.named++}`;
  writing.fragments.push({ name, on: on.name, text });
  return `${before}...${name}${directives(writing)}`;
}

/** Types on which a fragment may be spread here: some object is both. */
function overlapping(type: GraphQLCompositeType, schema: GraphQLSchema): GraphQLCompositeType[] {
  const objects = (of: GraphQLCompositeType) => (isObjectType(of) ? [of] : schema.getPossibleTypes(of));
  const here = new Set(objects(type));
  return Object.values(schema.getTypeMap()).filter(
    (other): other is GraphQLCompositeType =>
      isCompositeType(other) && !other.name.startsWith('__') && objects(other).some((each) => here.has(each)),
  );
}

// biome-ignore lint/suspicious/noExplicitAny: graphql's own types have it so
type AnyField = GraphQLField<any, any>;

function field(of: AnyField, parent: GraphQLCompositeType, writing: Writing, depth: number): string {
  const args = argumentList(of.args, writing);
  const type = getNamedType(of.type);
  writing.left.fields--;
  const inner = isCompositeType(type) ? ` ${selectionSet(type, writing, depth + 1)}` : '';
  return `${aliasOf(of, parent, args, writing)}${of.name}${args}${directives(writing)}${inner}`;
}

/** Fields of one name that need not be the same thing are kept apart: by their arguments, and by the type where types differ. */
function aliasOf(of: AnyField, parent: GraphQLCompositeType, args: string, writing: Writing): string {
  const { draw, schema, left, bare } = writing;
  const types = new Set(
    Object.values(schema.getTypeMap()).flatMap((type) =>
      'getFields' in type && type.getFields()[of.name] ? [String(type.getFields()[of.name]!.type)] : [],
    ),
  );
  if (types.size === 1 && !bare.has(of.name) && draw.chance(60)) bare.set(of.name, args);
  const apart = `${types.size > 1 ? `_${parent.name}` : ''}${args && `_${hash(args) % 10_000}`}`;
  if (types.size > 1 || (bare.get(of.name) ?? '') !== args || (args && !bare.has(of.name))) {
    left.aliases--;
    return `${of.name}${apart || '_0'}: `;
  }
  if (left.aliases <= 0 || !draw.chance(15)) return '';
  left.aliases--;
  return draw.chance(20) ? `${ODD_NAMES[writing.named++ % ODD_NAMES.length]}${writing.named++}: ` : `a${writing.named++}: `;
}

const ODD_NAMES = ['constructor', 'toString', '_id', 'hasOwnProperty'];

function argumentList(args: readonly GraphQLArgument[], writing: Writing): string {
  const given = args.filter((arg) => (isNonNullType(arg.type) && arg.defaultValue === undefined) || writing.draw.chance(40));
  return given.length === 0 ? '' : `(${given.map((arg) => `${arg.name}: ${argument(arg, writing)}`).join(', ')})`;
}

function argument({ name, type, defaultValue }: GraphQLArgument, writing: Writing): string {
  const { draw } = writing;
  if (!draw.chance(50)) return literal(type, writing);
  // a variable may be null only where the argument may
  const nullable = isNonNullType(type) ? type.ofType : type;
  const withDefault = draw.chance(40);
  const required = isNonNullType(type) && (!withDefault || draw.chance(30));
  const variable = `v${writing.variables.length}`;
  const fallback = withDefault ? ` = ${literal(nullable, writing, false)}` : '';
  const leaveOut = (withDefault || !required) && defaultValue === undefined && draw.chance(40);
  writing.variables.push({
    name: variable,
    definition: `$${variable}: ${nullable}${required ? '!' : ''}${fallback}`,
    value: leaveOut ? undefined : jsonValue(nullable, writing, isNonNullType(type) ? 0 : 15, name),
  });
  return `$${variable}`;
}

const SCALARS: Record<string, unknown[]> = {
  Int: [0, 1, 2, 7],
  Float: [0.5, 3, 2.25],
  Boolean: [true, false],
  ID: ['a1', 'b-2', 'id-7'],
  MinorUnits: [0, 199],
  CurrencyCode: ['EUR', 'USD'],
  CountryCode: ['DE', 'FR'],
  DateTime: ['2026-01-31T09:00:00.000Z'],
  URL: ['/a.png', 'https://shop.example.com/b'],
  Any: ['x', 1],
};

function jsonValue(type: GraphQLInputType, writing: Writing, nulls: number, place: string, depth = 0): unknown {
  const { draw } = writing;
  if (isNonNullType(type)) return jsonValue(type.ofType, writing, 0, place, depth);
  if (draw.chance(nulls)) return null;
  if (isListType(type)) return Array.from({ length: draw.int(2) }, () => jsonValue(type.ofType, writing, nulls, place, depth + 1));
  if (isEnumType(type)) return draw.pick(type.getValues()).name;
  if (!isInputObjectType(type)) return draw.pick(SCALARS[type.name] ?? ['x', 'with "quotes"', 'ü']);
  const fields = Object.values(type.getFields()).filter((each) => isNonNullType(each.type) || (depth < 3 && draw.chance(40)));
  return Object.fromEntries(fields.map((each) => [each.name, jsonValue(each.type, writing, nulls, each.name, depth + 1)]));
}

function literal(type: GraphQLInputType, writing: Writing, nullable = true): string {
  return printed(jsonValue(type, writing, nullable ? 10 : 0, ''), type);
}

function printed(value: unknown, type: GraphQLInputType): string {
  const inner = isNonNullType(type) ? type.ofType : type;
  if (value === null) return 'null';
  if (Array.isArray(value) && isListType(inner)) return `[${value.map((item) => printed(item, inner.ofType)).join(', ')}]`;
  if (isEnumType(inner)) return String(value);
  if (!isInputObjectType(inner)) return JSON.stringify(value);
  return `{ ${Object.entries(value as object)
    .map(([name, each]) => `${name}: ${printed(each, inner.getFields()[name]!.type)}`)
    .join(', ')} }`;
}

function directives(writing: Writing): string {
  const { draw } = writing;
  if (!draw.chance(15)) return '';
  const name = draw.pick(['skip', 'include']);
  const likely = name === 'include';
  if (draw.chance(30)) return ` @${name}(if: ${draw.chance(75) ? likely : !likely})`;
  const known = writing.variables.filter(({ definition }) => /: Boolean! *(=|$)/.test(definition));
  if (known.length > 0 && draw.chance(50)) return ` @${name}(if: $${draw.pick(known).name})`;
  const variable = `v${writing.variables.length}`;
  const fallback = draw.chance(40) ? ` = ${draw.chance(75) ? likely : !likely}` : '';
  const value = draw.chance(75) ? likely : !likely;
  writing.variables.push({
    name: variable,
    definition: `$${variable}: Boolean!${fallback}`,
    value: fallback && draw.chance(50) ? undefined : value,
  });
  return ` @${name}(if: $${variable})`;
}
