import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { buildSchema } from 'graphql';
import type { Purges } from '../../kit/purges.ts';
import type { SharedCache } from '../../kit/shared-cache.ts';
import { createCacheability } from './cacheability.ts';
import { publicFields } from './public-fields.ts';
import { createQuestions } from './question.ts';
import { createResponseCache, type ResponseCache } from './response-cache.ts';
import type { Variants } from './variants.ts';

export const API_SCHEMA = new URL('../../schema/storefront.graphql', import.meta.url);

type Options = { supergraph: URL; maxBytes: number; variants: Variants; purges: Purges; shared: SharedCache | null };

/** The cache of the storefront's answers, by the allow-list that its supergraph carries. The admin API has none. */
export function createStorefrontCache({ supergraph, variants, ...rest }: Options): ResponseCache {
  const sdl = readFileSync(supergraph, 'utf8');
  const schemaVersion = createHash('sha256').update(sdl).digest('base64url');
  const cacheability = createCacheability(buildSchema(readFileSync(API_SCHEMA, 'utf8')), publicFields(sdl));
  return createResponseCache({ ...rest, questionOf: createQuestions({ schemaVersion, cacheability, variants }) });
}
