import {
  getNamedType,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLObjectType,
  type GraphQLSchema,
  isAbstractType,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
} from 'graphql';

/** An operation on one field of the root with everything that it can show, and values for what it asks. */
export type Attack = { field: string; query: string; variables: Record<string, unknown>; selected: string[] };

type Values = {
  /** What stands for an argument of this name: ids of whom is attacked, or of who attacks. */
  id: (name: string) => string;
  scalar: (name: string, type: string) => unknown;
};

/** Where ids go in: `cartId`, `input.addressId`, `lines.lineId`. */
export function idPaths(field: GraphQLField<unknown, unknown>): string[] {
  const within = (type: GraphQLInputType, path: string): string[] => {
    const named = getNamedType(type);
    if (named.name === 'ID') return [path];
    if (!isInputObjectType(named)) return [];
    return Object.values(named.getFields()).flatMap((one) => within(one.type, `${path}.${one.name}`));
  };
  return field.args.flatMap((arg) => within(arg.type, arg.name));
}

/** The operation with a value at `path`, and elsewhere what must be there. `shallow` types show their id alone. */
export function attack(
  schema: GraphQLSchema,
  root: GraphQLObjectType,
  field: GraphQLField<unknown, unknown>,
  values: Values,
  path: string | null,
  shallow: ReadonlySet<string>,
): Attack {
  const wanted = (at: string) => path === at || path?.startsWith(`${at}.`);
  const valueFor = (type: GraphQLInputType, name: string, at: string): unknown => {
    if (isNonNullType(type)) return valueFor(type.ofType, name, at);
    if (isListType(type)) return [valueFor(type.ofType, name, at)];
    if (!isInputObjectType(type)) return type.name === 'ID' ? values.id(name) : values.scalar(name, type.name);
    const asked = Object.values(type.getFields()).filter((one) => isNonNullType(one.type) || wanted(`${at}.${one.name}`));
    return Object.fromEntries(asked.map((one) => [one.name, valueFor(one.type, one.name, `${at}.${one.name}`)]));
  };
  const args = field.args.filter((arg) => isNonNullType(arg.type) || wanted(arg.name) || arg.name === 'accessToken');
  const selected = [`${root.name}.${field.name}`];
  const declared = args.map((arg) => `$${arg.name}: ${arg.type}`).join(', ');
  const given = args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const kind = root === schema.getMutationType() ? 'mutation' : 'query';
  const shown = selectionOf(schema, getNamedType(field.type), shallow, selected, []);
  return {
    field: field.name,
    query: `${kind}${declared && ` (${declared})`} { ${field.name}${given && `(${given})`}${shown} }`,
    variables: Object.fromEntries(args.map((arg) => [arg.name, valueFor(arg.type, arg.name, arg.name)])),
    selected,
  };
}

/** All there is below a type, each type once on the way down. */
function selectionOf(
  schema: GraphQLSchema,
  type: GraphQLNamedType,
  shallow: ReadonlySet<string>,
  selected: string[],
  above: string[],
): string {
  if (isLeafType(type)) return '';
  if (isAbstractType(type)) {
    const parts = schema.getPossibleTypes(type).map((one) => `... on ${one.name}${selectionOf(schema, one, shallow, selected, above)}`);
    return ` { __typename ${parts.join(' ')} }`;
  }
  if (!isObjectType(type)) throw new Error(`${type.name} is nothing that can be selected`);
  const fields = Object.values(type.getFields()).filter((one) => !shallow.has(type.name) || one.name === 'id');
  const parts = fields.flatMap((one) => {
    const target = getNamedType(one.type);
    if (!isLeafType(target) && above.includes(target.name)) return [];
    selected.push(`${type.name}.${one.name}`);
    return [`${one.name}${selectionOf(schema, target, shallow, selected, [...above, type.name])}`];
  });
  return ` { ${parts.join(' ')} }`;
}
