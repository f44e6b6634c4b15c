import { type DefinitionNode, type DocumentNode, Kind, parse, print, visit } from 'graphql';

const FEDERATION = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9",
  import: ["@key", "@shareable", "@tag", "@external", "@requires", "@provides", "@inaccessible", "@cost", "@listSize"])`;

/**
 * A subgraph's whole SDL: its own part, and of the vocabulary the types that it reaches. Every subgraph that speaks of
 * money or a refusal thereby carries the same text of it, as composition wants.
 */
export function withVocabulary(own: string, vocabulary: string): string {
  const document = parse(own);
  const words = new Map(parse(vocabulary).definitions.flatMap((node) => ('name' in node && node.name ? [[node.name.value, node]] : [])));
  const defined = new Set(document.definitions.flatMap((node) => ('name' in node && node.name ? [node.name.value] : [])));
  const reached = new Map<string, DefinitionNode>();
  const look = (node: DefinitionNode | DocumentNode): void => {
    visit(node, {
      NamedType: ({ name }) => {
        const word = words.get(name.value);
        if (!word || defined.has(name.value) || reached.has(name.value)) return;
        reached.set(name.value, word);
        look(word);
        if (word.kind === Kind.INTERFACE_TYPE_DEFINITION) implementations(name.value).forEach(look);
      },
    });
  };
  const implementations = (name: string): DefinitionNode[] => {
    const found = [...words.values()].filter(
      (word) => word.kind === Kind.OBJECT_TYPE_DEFINITION && word.interfaces?.some((i) => i.name.value === name),
    );
    for (const word of found) if ('name' in word && word.name) reached.set(word.name.value, word);
    return found;
  };
  look(document);
  return [FEDERATION, own.trim(), ...[...reached.values()].map((node) => print(node))].join('\n\n');
}
