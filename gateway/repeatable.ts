import { Kind, OperationTypeNode, parse, valueFromASTUntyped } from 'graphql';

type Asked = { query: string; variables: Record<string, unknown> | null };

/**
 * Whether a mutation may be sent once more when its connection broke before an answer: where each of its fields at the root is given
 * an idempotency key, what had been done is only told again.
 */
export function isRepeatable({ query, variables }: Asked): boolean {
  const operation = parse(query).definitions.find((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  if (operation?.operation !== OperationTypeNode.MUTATION) return false;
  return operation.selectionSet.selections.every(
    (field) => field.kind === Kind.FIELD && field.arguments?.some(({ value }) => hasKey(valueFromASTUntyped(value, variables))),
  );
}

const hasKey = (input: unknown): boolean =>
  typeof input === 'object' && input !== null && typeof (input as { idempotencyKey?: unknown }).idempotencyKey === 'string';
