import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import type { Purges } from '../../kit/purges.ts';
import type { SharedCache } from '../../kit/shared-cache.ts';
import { createCacheability, type Judge } from './cacheability.ts';
import { publicFields } from './public-fields.ts';
import { createQuestions } from './question.ts';
import { createResponseCache, type ResponseCache } from './response-cache.ts';
import type { Variants } from './variants.ts';

export const API_SCHEMA = new URL('../../schema/storefront.graphql', import.meta.url);

type Options = { supergraph: URL; maxBytes: number; judge: Judge; variants: Variants; purges: Purges; shared: SharedCache | null };

/** What may be kept of the storefront's answers, by the allow-list that its supergraph carries. */
export const storefrontJudge = (supergraph: URL): Judge =>
  createCacheability(buildSchema(readFileSync(API_SCHEMA, 'utf8')), publicFields(readFileSync(supergraph, 'utf8')));

/** The cache of the storefront's answers. The admin API has none. */
export function createStorefrontCache({ supergraph, judge: cacheability, variants, ...rest }: Options): ResponseCache {
  const schemaVersion = createHash('sha256').update(readFileSync(supergraph, 'utf8')).digest('base64url');
  return createResponseCache({ ...rest, questionOf: createQuestions({ schemaVersion, cacheability, variants }) });
}
