import { type DocumentNode, type FragmentDefinitionNode, getOperationAST, Kind, type SelectionSetNode } from 'graphql';

/** What is asked in several ways at the root, or cannot be told. */
const SEVERAL = 'several';
const OTHER = 'other';

/**
 * A name for what an operation asks, out of a bounded number: that of a trusted document, or the one field of the schema that it asks for at
 * the root. Never a name that a stranger has made up. Takes a document that is valid.
 */
export function operationLabel(document: DocumentNode, operationName: string | null, isTrusted: boolean): string {
  const operation = getOperationAST(document, operationName);
  if (!operation) return OTHER;
  if (isTrusted && operation.name) return operation.name.value;
  const fragments = new Map(
    document.definitions
      .filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION)
      .map((node) => [node.name.value, node]),
  );
  const fields = new Set<string>();
  const collect = ({ selections }: SelectionSetNode): void => {
    for (const selection of selections) {
      if (selection.kind === Kind.FIELD) fields.add(selection.name.value);
      else collect(selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)!.selectionSet);
    }
  };
  collect(operation.selectionSet);
  const [field] = fields;
  return fields.size === 1 ? field! : SEVERAL;
}
