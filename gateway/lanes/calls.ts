import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  Kind,
  type OperationDefinitionNode,
  parse,
  type SelectionSetNode,
  valueFromASTUntyped,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import type { GraphHttpRequest } from '../graph-answer.ts';
import { LIMITS } from '../limits.ts';

/** A field at the root of what is asked, with its arguments as they were sent. */
export type Call = { field: string; isMutation: boolean; args: Record<string, unknown> };

type Known = { operation: OperationDefinitionNode; fields: FieldNode[]; defaults: Members };
type Members = Record<string, unknown>;

/** Of the texts of documents. */
const REMEMBERED_CHARACTERS = 4_000_000;

/**
 * What a request asks for at the root, before anything is validated: of a document that was seen before without parsing it.
 * Of several operations, where it is not clear which is meant, all. Nothing of what cannot be read: others refuse that.
 */
export function createCalls(): (request: GraphHttpRequest) => Call[] {
  const known = new LRUCache<string, Known[]>({ maxSize: REMEMBERED_CHARACTERS, sizeCalculation: (_, text) => text.length + 1 });
  function operationsOf(text: string): Known[] {
    let found = known.get(text);
    if (!found) {
      found = read(text);
      known.set(text, found);
    }
    return found;
  }
  return (request) => {
    const { query, operationName, variables } = membersOf(request);
    if (typeof query !== 'string') return [];
    const all = operationsOf(query);
    const named = all.filter(({ operation }) => operation.name?.value === operationName);
    return (named.length > 0 ? named : all).flatMap((asked) => callsOf(asked, isRecord(variables) ? variables : {}));
  };
}

function callsOf({ operation, fields, defaults }: Known, variables: Members): Call[] {
  const values = { ...defaults, ...variables };
  return fields.map((field) => ({
    field: field.name.value,
    isMutation: operation.operation === 'mutation',
    args: Object.fromEntries((field.arguments ?? []).map(({ name, value }) => [name.value, valueFromASTUntyped(value, values)])),
  }));
}

function membersOf({ method, body, search }: GraphHttpRequest): Members {
  if (method === 'POST') return isRecord(body?.json) ? body.json : {};
  const { variables, ...members } = Object.fromEntries(new URLSearchParams(search));
  try {
    return { ...members, variables: variables === undefined ? {} : (JSON.parse(variables) as unknown) };
  } catch {
    return members;
  }
}

const isRecord = (value: unknown): value is Members => typeof value === 'object' && value !== null && !Array.isArray(value);

function read(text: string): Known[] {
  let document: DocumentNode;
  try {
    document = parse(text, { noLocation: true, maxTokens: LIMITS.tokens });
  } catch {
    return [];
  }
  const fragments = new Map(
    document.definitions.flatMap((node) => (node.kind === Kind.FRAGMENT_DEFINITION ? [[node.name.value, node]] : [])),
  );
  return document.definitions
    .filter((node) => node.kind === Kind.OPERATION_DEFINITION)
    .map((operation) => ({ operation, fields: rootFields(operation.selectionSet, fragments), defaults: defaultsOf(operation) }));
}

const defaultsOf = ({ variableDefinitions = [] }: OperationDefinitionNode): Members =>
  Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue ? [[variable.name.value, valueFromASTUntyped(defaultValue)]] : [],
    ),
  );

/** With fragments written out, each once: a cycle ends, and what is doubled without end stays small. */
function rootFields(set: SelectionSetNode, fragments: Map<string, FragmentDefinitionNode>, seen = new Set<string>()): FieldNode[] {
  return set.selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return rootFields(node.selectionSet, fragments, seen);
    const fragment = seen.has(node.name.value) ? undefined : fragments.get(node.name.value);
    seen.add(node.name.value);
    return fragment ? rootFields(fragment.selectionSet, fragments, seen) : [];
  });
}
