import {
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isEnumType,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** How to get to a type: what is opened on the way, and the fields (`Type.field`) that are passed. */
type Way = { root: 'query' | 'mutation'; open: string; close: string; passes: string[] };
export type FieldOnItsWay = { coordinate: string; way: Way; field: GraphQLField<unknown, unknown> };

/** Every field of every object type of an API, with a way to it from a root: by `preferred` fields alone, where there is one. */
export function fieldsOf(schema: GraphQLSchema, preferred: ReadonlySet<string>): FieldOnItsWay[] {
  const ways = new Map<GraphQLObjectType, Way>();
  ways.set(schema.getQueryType()!, { root: 'query', open: '', close: '', passes: [] });
  ways.set(schema.getMutationType()!, { root: 'mutation', open: '', close: '', passes: [] });
  extend(ways, schema, (coordinate) => preferred.has(coordinate));
  extend(ways, schema, () => true);
  return [...ways].flatMap(([type, way]) =>
    Object.values(type.getFields()).map((field) => ({ coordinate: `${type.name}.${field.name}`, way, field })),
  );
}

function extend(ways: Map<GraphQLObjectType, Way>, schema: GraphQLSchema, may: (coordinate: string) => boolean): void {
  for (const [type, way] of ways) {
    for (const field of Object.values(type.getFields())) {
      const coordinate = `${type.name}.${field.name}`;
      const target = getNamedType(field.type);
      for (const object of may(coordinate) ? objectsOf(target, schema) : []) {
        if (ways.has(object)) continue;
        const [on, off] = isAbstractType(target) ? [`... on ${object.name} { `, ' }'] : ['', ''];
        const open = `${way.open}${field.name}${argumentsOf(field)} { ${on}`;
        ways.set(object, { root: way.root, open, close: `${off} }${way.close}`, passes: [...way.passes, coordinate] });
      }
    }
  }
}

/** An operation that selects this field, and nothing beside it but the way to it. */
export const operationFor = ({ way, field }: FieldOnItsWay): string => {
  const inner = isCompositeType(getNamedType(field.type)) ? ' { __typename }' : '';
  return `${way.root} { ${way.open}${field.name}${argumentsOf(field)}${inner}${way.close} }`;
};

function objectsOf(type: GraphQLNamedType, schema: GraphQLSchema): GraphQLObjectType[] {
  if (isAbstractType(type)) return [...schema.getPossibleTypes(type)];
  return isObjectType(type) ? [type] : [];
}

function argumentsOf({ args }: GraphQLField<unknown, unknown>): string {
  const needed = args.filter(({ type, defaultValue }) => isNonNullType(type) && defaultValue === undefined);
  return needed.length === 0 ? '' : `(${needed.map(({ name, type }) => `${name}: ${literalOf(type)}`).join(', ')})`;
}

const SCALARS: Record<string, string> = {
  Int: '1',
  MinorUnits: '1',
  CountryCode: '"DE"',
  CurrencyCode: '"EUR"',
  DateTime: '"2026-01-31T09:00:00Z"',
  URL: '"https://example.com/x"',
};

function literalOf(type: GraphQLInputType): string {
  if (isNonNullType(type)) return literalOf(type.ofType);
  if (isListType(type)) return '[]';
  if (isEnumType(type)) return type.getValues()[0]!.name;
  if (!isInputObjectType(type)) return SCALARS[type.name] ?? '"x"';
  const needed = Object.values(type.getFields()).filter((field) => isNonNullType(field.type) && field.defaultValue === undefined);
  return `{ ${needed.map((field) => `${field.name}: ${literalOf(field.type)}`).join(', ')} }`;
}
