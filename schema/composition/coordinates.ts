import {
  type GraphQLNamedType,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';

/** Every schema coordinate (`Cart.lines`, `Query.order(id:)`) with what it is, so that two schemas can be compared. */
export function coordinatesOf(schema: GraphQLSchema): Map<string, string> {
  const types = Object.values(schema.getTypeMap()).filter((type) => !type.name.startsWith('__') && !isSpecifiedScalarType(type));
  return new Map(types.flatMap((type) => [[type.name, type.constructor.name] as const, ...partsOf(type)]));
}

function partsOf(type: GraphQLNamedType): [string, string][] {
  if (isEnumType(type)) return type.getValues().map(({ name }) => [`${type.name}.${name}`, 'value']);
  if (isUnionType(type)) return type.getTypes().map(({ name }) => [`${type.name} | ${name}`, 'member']);
  if (isInputObjectType(type)) return Object.values(type.getFields()).map((field) => [`${type.name}.${field.name}`, shown(field)]);
  if (!isObjectType(type) && !isInterfaceType(type)) return [];
  const parents = type.getInterfaces().map(({ name }): [string, string] => [`${type.name} implements ${name}`, 'interface']);
  const fields = Object.values(type.getFields()).flatMap((field): [string, string][] => [
    [`${type.name}.${field.name}`, String(field.type)],
    ...field.args.map((arg): [string, string] => [`${type.name}.${field.name}(${arg.name}:)`, shown(arg)]),
  ]);
  return [...parents, ...fields];
}

const shown = ({ type, defaultValue }: { type: unknown; defaultValue?: unknown }): string =>
  defaultValue === undefined ? String(type) : `${String(type)} = ${JSON.stringify(defaultValue)}`;

/** What `got` lacks, has otherwise, or has besides. */
export function compareSchemas(wanted: GraphQLSchema, got: GraphQLSchema): { missing: string[]; changed: string[]; added: string[] } {
  const [a, b] = [coordinatesOf(wanted), coordinatesOf(got)];
  return {
    missing: [...a.keys()].filter((key) => !b.has(key)),
    changed: [...a].filter(([key, what]) => b.has(key) && b.get(key) !== what).map(([key, what]) => `${key}: ${what} -> ${b.get(key)}`),
    added: [...b.keys()].filter((key) => !a.has(key)),
  };
}
