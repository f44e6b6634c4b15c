import {
  BREAK,
  type DocumentNode,
  getOperationAST,
  type GraphQLSchema,
  OperationTypeNode,
  parse,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { LIMITS } from '../limits.ts';
import type { PublicFields } from './public-fields.ts';

/** May an answer be kept: not at all, until an event tells of a change, or (`live`) for a moment. */
export type Cacheability = 'never' | 'live' | 'until purged';

/** Says it of an operation of a document. */
export type Judge = (query: string, operationName: string | null) => Cacheability;

/** Looked at once a document, of which so many characters are remembered. */
const REMEMBERED_CHARACTERS = 2_000_000;

/**
 * Judges an operation by the fields that its document selects. Deny by default: one that is not public, not known or a
 * mutation anywhere in the document, and nothing of it is kept.
 */
export function createCacheability(schema: GraphQLSchema, fields: PublicFields): Judge {
  const known = new LRUCache<string, Cacheability>({ maxSize: REMEMBERED_CHARACTERS, sizeCalculation: (_, key) => key.length + 1 });
  return (query, operationName) => {
    const key = `${operationName ?? ''}\n${query}`;
    let found = known.get(key);
    if (!found) {
      found = judge(query, operationName, schema, fields);
      known.set(key, found);
    }
    return found;
  };
}

function judge(query: string, operationName: string | null, schema: GraphQLSchema, fields: PublicFields): Cacheability {
  const document = parsed(query);
  if (!document || getOperationAST(document, operationName)?.operation !== OperationTypeNode.QUERY) return 'never';
  const types = new TypeInfo(schema);
  let judged: Cacheability | null = null;
  visit(
    document,
    visitWithTypeInfo(types, {
      Field({ name }) {
        // of entities what is public is said by their own fields
        if (name.value === '__typename' || name.value === '_entities') return;
        const coordinate = `${types.getParentType()?.name}.${name.value}`;
        if (!fields.all.has(coordinate)) {
          judged = 'never';
          return BREAK;
        }
        judged = fields.live.has(coordinate) || judged === 'live' ? 'live' : 'until purged';
      },
    }),
  );
  return judged ?? 'never';
}

function parsed(query: string): DocumentNode | null {
  try {
    return parse(query, { noLocation: true, maxTokens: LIMITS.tokens });
  } catch {
    return null;
  }
}
