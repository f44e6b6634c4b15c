import { readFileSync } from 'node:fs';
import { type Documents, readManifest } from '../gateway/trusted-documents/manifest.ts';
import { ConfigError } from '../kit/config.ts';

/** The manifest of the example documents that come with the shop. */
const EXAMPLES = new URL('../schema/documents/manifest.json', import.meta.url);

/** The documents of the manifest at `file`, or of the examples. Throws a `ConfigError` of one line for what cannot be read. */
export function trustedDocuments({ file, only }: { file: string | undefined; only: boolean }): { documents: Documents; only: boolean } {
  try {
    return { documents: readManifest(readFileSync(file ?? EXAMPLES, 'utf8')), only };
  } catch (error) {
    const [why] = (error as Error).message.split('\n');
    throw new ConfigError(
      `TRUSTED_DOCUMENTS_FILE is ${JSON.stringify(file)}: ${why}. For example: npm run trusted-documents -- documents/`,
    );
  }
}
