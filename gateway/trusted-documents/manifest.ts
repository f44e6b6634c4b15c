import { createHash } from 'node:crypto';
import { z } from 'zod';

/** A manifest of documents in the form that Apollo's and other clients' build tools write. */
const MANIFEST = z.object({
  format: z.literal('apollo-persisted-query-manifest'),
  version: z.literal(1),
  operations: z.array(z.object({ id: z.string(), name: z.string(), type: z.enum(['query', 'mutation']), body: z.string() })),
});
export type Manifest = z.infer<typeof MANIFEST>;

/** Texts of documents by their SHA-256, in hexadecimal digits. */
export type Documents = ReadonlyMap<string, string>;

export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Throws, with the reason, for what is no manifest, or holds a document under another name than its hash. */
export function readManifest(text: string): Documents {
  const { operations } = MANIFEST.parse(JSON.parse(text));
  for (const { id, name, body } of operations) if (id !== hashOf(body)) throw new Error(`${name}: its id is not the SHA-256 of its body`);
  return new Map(operations.map(({ id, body }) => [id, body]));
}
