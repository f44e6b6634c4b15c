import {
  type FieldNode,
  type GraphQLCompositeType,
  type GraphQLOutputType,
  getNamedType,
  isAbstractType,
  isCompositeType,
  isLeafType,
  isListType,
  isNonNullType,
  isObjectType,
  isUnionType,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';
import { quoted } from './json-text.ts';
import { leafText } from './leaf-text.ts';
import { Written } from './part-cache.ts';
import { type Selecting, selectedFields } from './selected-fields.ts';
import { isTree, reader, type Tree } from './tree.ts';

/** The first place where what the subgraphs have found does not fit the schema. */
export type Problem = { message: string; path: (string | number)[] };

/** Where the writing is, for problems; how deep it is every writer knows beforehand. */
type Progress = { path: (string | number)[]; problem: Problem | null } & Keeping;
/** `texts`: of each entity that may be kept, where anybody wants to know; `isKept`: some objects were there the time before. */
type Keeping = { texts: Map<Tree, string> | null; isKept: boolean };
/** Where a writer stands, as plans say it: response names, and `@` for every item of a list. */
type At = readonly string[];
/** Gives JSON, or null: where none may be, whoever is above is null in its stead. */
type Writer = (value: unknown, progress: Progress) => string | null;
type FieldWriter = { name: string; prefix: string; read: (from: Tree) => unknown; write: Writer; required: string | null };

/**
 * The answer as JSON, written in one pass over what the subgraphs have found (CompleteValue of the specification): in the
 * order and under the names of the operation, without what was not asked for. Null where nothing is left of it.
 */
export function answerText(operation: OperationDefinitionNode, selecting: Selecting) {
  const root = selecting.schema.getRootType(operation.operation)!;
  const write = objects(root, [operation.selectionSet], [], selecting);
  return (tree: Tree, keeping: Keeping): { data: string | null; problem: Problem | null } => {
    const progress: Progress = { path: [], problem: null, ...keeping };
    return { data: write(tree, progress), problem: progress.problem };
  };
}

/** Only the first problem counts: one that is told of further up has its cause below. */
function note(progress: Progress, depth: number, message: string): null {
  progress.problem ??= { message, path: progress.path.slice(0, depth) };
  return null;
}

function values(type: GraphQLOutputType, nodes: readonly FieldNode[], at: At, selecting: Selecting, place: string): Writer {
  if (isNonNullType(type)) return values(type.ofType, nodes, at, selecting, place);
  if (isListType(type)) return lists(type.ofType, values(type.ofType, nodes, [...at, '@'], selecting, place), at.length, place);
  if (isLeafType(type)) {
    const depth = at.length;
    const write = leafText(type);
    return (value, progress) =>
      value === null || value === undefined ? null : (write(value) ?? note(progress, depth, `Invalid value found for field ${place}.`));
  }
  const write = objects(
    type,
    nodes.flatMap(({ selectionSet }) => selectionSet ?? []),
    at,
    selecting,
  );
  return selecting.entities.has(at.join('.')) ? entity(write) : write;
}

function entity(write: Writer): Writer {
  return (value, progress) => {
    if (value instanceof Written) return value.text;
    const text = write(value, progress);
    if (text !== null) progress.texts?.set(value as Tree, text);
    return text;
  };
}

/** The same object has the same text, unless it was one that something is to be said about. */
function remembered(write: Writer): Writer {
  const texts = new WeakMap<object, string>();
  return (value, progress) => {
    if (!progress.isKept || typeof value !== 'object' || value === null) return write(value, progress);
    const before = texts.get(value);
    if (before !== undefined) return before;
    const text = write(value, progress);
    if (text !== null && progress.problem === null) texts.set(value, text);
    return text;
  };
}

function lists(itemType: GraphQLOutputType, write: Writer, depth: number, place: string): Writer {
  const required = isNonNullType(itemType);
  return (value, progress) => {
    if (value === null || value === undefined) return null;
    if (!Array.isArray(value)) return note(progress, depth, `Expected a list for ${place}.`);
    let text = '[';
    for (let i = 0; i < value.length; i++) {
      progress.path[depth] = i;
      const item = write(value[i], progress);
      if (item === null && required) return note(progress, depth + 1, `Cannot return null for non-nullable items of ${place}.`);
      text += i === 0 ? (item ?? 'null') : `,${item ?? 'null'}`;
    }
    return `${text}]`;
  };
}

/** What is written of an object depends on its type; for each type that occurs it is made once, when it first does. */
function objects(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], at: At, selecting: Selecting): Writer {
  const depth = at.length;
  const writers = new Map<unknown, Writer>();
  const make = (typename: unknown): Writer => {
    const actual = actualType(type, typename, selecting);
    const write: Writer = actual
      ? objectOf(actual, sets, at, selecting)
      : (_, progress) => note(progress, depth, `Invalid __typename found for an object of type ${type.name}.`);
    // names from elsewhere are not kept: there may be any number of them
    if (actual) writers.set(typename, write);
    return write;
  };
  return (value, progress) => {
    if (value === null || value === undefined) return null;
    if (!isTree(value)) return note(progress, depth, `Expected an object of type ${type.name}.`);
    const typename = value.__typename;
    return (writers.get(typename) ?? make(typename))(value, progress);
  };
}

/** Without a `__typename` an object is taken for what the schema says; it may say the name of its interface. */
function actualType(type: GraphQLCompositeType, typename: unknown, { schema }: Selecting): GraphQLCompositeType | null {
  if (typename === undefined || typename === null || typename === type.name) return type;
  const actual = schema.getType(String(typename));
  if (!isCompositeType(actual) || isUnionType(actual)) return null;
  return isAbstractType(type) && schema.isSubType(type, actual) ? actual : null;
}

function objectOf(type: GraphQLCompositeType, sets: readonly SelectionSetNode[], at: At, selecting: Selecting): Writer {
  const depth = at.length;
  const fields = [...selectedFields(type, sets, selecting)].map(([name, nodes], i) =>
    fieldOf(type, name, nodes, [...at, name], selecting, i === 0),
  );
  return (value, progress) => {
    let text = '{';
    for (let i = 0; i < fields.length; i++) {
      const { name, prefix, read, write, required } = fields[i]!;
      progress.path[depth] = name;
      const found = write(read(value as Tree), progress);
      if (found === null && required !== null) return note(progress, depth + 1, required);
      text += prefix;
      text += found ?? 'null';
    }
    return `${text}}`;
  };
}

function fieldOf(type: GraphQLCompositeType, name: string, nodes: FieldNode[], at: At, selecting: Selecting, first: boolean): FieldWriter {
  const prefix = `${first ? '' : ','}${quoted(name)}:`;
  const field = nodes[0]!.name.value;
  const place = `${type.name}.${field}`;
  const required = `Cannot return null for non-nullable field ${place}.`;
  if (field === '__typename')
    return { name, prefix, read: typenameReader(name, type, selecting), write: (value) => value as string | null, required };
  const definition = isUnionType(type) ? undefined : type.getFields()[field];
  if (!definition) throw new Error(`There is no field ${place}.`);
  const written = values(definition.type, nodes, at, selecting, place);
  const isOne = selecting.onTheWay.has(at.slice(0, -1).join('.')) && !selecting.onTheWay.has(at.join('.'));
  const write = isOne && !isLeafType(getNamedType(definition.type)) ? remembered(written) : written;
  return { name, prefix, read: reader(name), write, required: isNonNullType(definition.type) ? required : null };
}

/** Of an interface whose objects do not say what they are, a subgraph may have said it under the alias alone. */
function typenameReader(name: string, type: GraphQLCompositeType, { schema }: Selecting): (from: Tree) => string | null {
  const text = isObjectType(type) ? quoted(type.name) : null;
  if (text !== null) return () => text;
  const read = reader(name);
  return (from) => {
    const actual = schema.getType(String(read(from) ?? from.__typename));
    return isObjectType(actual) ? quoted(actual.name) : null;
  };
}
