import {
  type DocumentNode,
  type FragmentDefinitionNode,
  type GraphQLSchema,
  Kind,
  type OperationDefinitionNode,
  parse,
  print,
  validate,
  visit,
} from 'graphql';
import { limitsRule } from '../limits.ts';
import { hashOf, type Manifest } from './manifest.ts';

export type Source = { file: string; text: string };

/**
 * A manifest of every operation in these files, each with the fragments that it reaches, in whichever file they are. Throws
 * with every fault: an operation without a name or with another's, or one that the API would refuse.
 */
export function collect(sources: Source[], schema: GraphQLSchema): Manifest {
  const faults: string[] = [];
  const definitions = sources.flatMap(({ file, text }) => parsed(file, text, faults).map((node) => ({ file, node })));
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const { node } of definitions) if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  const operations: Manifest['operations'] = [];
  for (const { file, node } of definitions) {
    if (node.kind !== Kind.OPERATION_DEFINITION) continue;
    const name = node.name?.value;
    if (!name) faults.push(`${file}: an operation has no name`);
    else if (operations.some((known) => known.name === name)) faults.push(`${file}: ${name} is there twice`);
    else {
      const document = withFragments(node, fragments);
      for (const { message } of validate(schema, document, undefined)) faults.push(`${file}: ${name}: ${message}`);
      for (const { message } of validate(schema, document, [limitsRule])) faults.push(`${file}: ${name}: ${message}`);
      const body = print(document);
      operations.push({ id: hashOf(body), name, type: node.operation === 'mutation' ? 'mutation' : 'query', body });
    }
  }
  if (operations.length === 0) faults.push('there is no operation');
  if (faults.length > 0) throw new Error(faults.join('\n'));
  operations.sort((a, b) => (a.name < b.name ? -1 : 1));
  return { format: 'apollo-persisted-query-manifest', version: 1, operations };
}

function parsed(file: string, text: string, faults: string[]): DocumentNode['definitions'] {
  try {
    return parse(text, { noLocation: true }).definitions;
  } catch (error) {
    faults.push(`${file}: ${(error as Error).message}`);
    return [];
  }
}

function withFragments(operation: OperationDefinitionNode, fragments: Map<string, FragmentDefinitionNode>): DocumentNode {
  const reached = new Set<FragmentDefinitionNode>();
  const look = (node: OperationDefinitionNode | FragmentDefinitionNode): void => {
    visit(node, {
      FragmentSpread({ name }) {
        const fragment = fragments.get(name.value);
        if (!fragment || reached.has(fragment)) return;
        reached.add(fragment);
        look(fragment);
      },
    });
  };
  look(operation);
  return { kind: Kind.DOCUMENT, definitions: [operation, ...reached] };
}
