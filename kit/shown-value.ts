import { type GraphQLInputType, isEnumType, isInputObjectType, isListType, isNonNullType } from 'graphql';

/** What else may be read in a record than ids, numbers and enums: by type (of a scalar) and by name (of a text). */
export type Shown = { types: readonly string[]; names: readonly string[] };

/** Instead of what nobody is to read there: it may be somebody's name, address or secret. */
const HIDDEN = '[hidden]';

const NUMBERS = ['Int', 'Float', 'Boolean'];
const MOST_ITEMS = 50;
/** What an id or a key looks like; an e-mail does not. */
const PLAIN = /^[\w:.+/ -]{1,100}$/;

/** An argument as a record may hold it: by its type, texts hidden unless they are named. */
export function shownValue(value: unknown, type: GraphQLInputType, name: string, shown: Shown): unknown {
  if (value === null || value === undefined) return null;
  if (isNonNullType(type)) return shownValue(value, type.ofType, name, shown);
  if (isListType(type)) return shownList(value, type.ofType, name, shown);
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.entries(type.getFields()).flatMap(([field, { type: own }]) => {
        const given = (value as Record<string, unknown>)[field];
        return given === undefined ? [] : [[field, shownValue(given, own, field, shown)]];
      }),
    );
  if (isEnumType(type) || NUMBERS.includes(type.name)) return value;
  const isOpen = type.name === 'ID' || shown.types.includes(type.name) || (type.name === 'String' && shown.names.includes(name));
  return isOpen && (typeof value !== 'string' || PLAIN.test(value)) ? value : HIDDEN;
}

function shownList(value: unknown, of: GraphQLInputType, name: string, shown: Shown): unknown {
  const items = Array.isArray(value) ? value : [value];
  const first = items.slice(0, MOST_ITEMS).map((item) => shownValue(item, of, name, shown));
  return items.length > MOST_ITEMS ? [...first, `and ${items.length - MOST_ITEMS} more`] : first;
}
