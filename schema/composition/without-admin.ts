import { type ASTNode, type ConstDirectiveNode, type DefinitionNode, type DocumentNode, Kind, visit } from 'graphql';
import type { SubgraphSdl } from './subgraphs.ts';

const ROOTS = ['Query', 'Mutation', 'Subscription'];

/**
 * The same subgraphs without what is tagged `admin`, and without what only that reached. Cut before composing, so that
 * no name of the admin API is anywhere in the storefront's supergraph: not hidden, but absent.
 */
export function withoutAdmin(subgraphs: SubgraphSdl[]): SubgraphSdl[] {
  const gone = new Set(subgraphs.flatMap(({ typeDefs }) => typeDefs.definitions.filter(isAdmin).map(nameOf)));
  return subgraphs
    .map((subgraph) => ({ ...subgraph, typeDefs: reachable(withoutEmpty(withoutTagged(subgraph.typeDefs, gone))) }))
    .filter(({ typeDefs }) => typeDefs.definitions.some((node) => node.kind !== Kind.SCHEMA_EXTENSION));
}

const nameOf = (node: DefinitionNode): string => ('name' in node && node.name ? node.name.value : '');

const isAdmin = (node: ASTNode): boolean =>
  'directives' in node &&
  (node.directives ?? []).some((directive) => directive.name.value === 'tag' && saysAdmin(directive as ConstDirectiveNode));

const saysAdmin = ({ arguments: args = [] }: ConstDirectiveNode): boolean =>
  args.some(({ value }) => value.kind === Kind.STRING && value.value === 'admin');

const withoutTagged = (document: DocumentNode, gone: Set<string>): DocumentNode => ({
  ...document,
  definitions: document.definitions
    .filter((node) => !gone.has(nameOf(node)))
    .map((node) => visit(node, { enter: (part) => (isAdmin(part) ? null : undefined) })),
});

const withoutEmpty = (document: DocumentNode): DocumentNode => ({
  ...document,
  definitions: document.definitions.filter(
    (node) => !('fields' in node && node.fields?.length === 0) && !('values' in node && node.values?.length === 0),
  ),
});

/** What the roots and the entities lead to; an interface leads to its implementations. */
function reachable(document: DocumentNode): DocumentNode {
  const byName = new Map(document.definitions.map((node) => [nameOf(node), node]));
  const implementations = (name: string) =>
    document.definitions
      .filter((node) => 'interfaces' in node && node.interfaces?.some((parent) => parent.name.value === name))
      .map(nameOf);
  const kept = new Set<string>();
  const waiting = [...ROOTS, ...document.definitions.filter(isEntity).map(nameOf)];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const node = byName.get(name);
    if (!node || kept.has(name)) continue;
    kept.add(name);
    visit(node, { NamedType: (type) => void waiting.push(type.name.value) });
    if (node.kind === Kind.INTERFACE_TYPE_DEFINITION) waiting.push(...implementations(name));
  }
  return { ...document, definitions: document.definitions.filter((node) => node.kind === Kind.SCHEMA_EXTENSION || kept.has(nameOf(node))) };
}

const isEntity = (node: DefinitionNode): boolean =>
  node.kind === Kind.OBJECT_TYPE_DEFINITION &&
  (node.directives ?? []).some((directive) => directive.name.value === 'key' && !isStub(directive));

/** `@key(resolvable: false)`: only pointed at from here, so kept only when something points. */
const isStub = ({ arguments: args = [] }: ConstDirectiveNode): boolean =>
  args.some(({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value);
