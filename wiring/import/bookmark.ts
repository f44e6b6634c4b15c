import { mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

export type Counts = { products: number; variants: number; created: number; changed: number; refused: number; corrected: number };
export const NOTHING: Counts = { products: 0, variants: 0, created: 0, changed: 0, refused: 0, corrected: 0 };

/** How far an import has come: everything before is in the shop. */
export type Bookmark = {
  /** Products read so far, taken or refused by the catalogue. */
  read: number;
  counts: Counts;
  /** A variant of the last product that was taken: a shop that does not know it is not the one that was written to. */
  witness: { sku: string; variantId: string } | null;
  /** Size of the report so far, in bytes. */
  reportBytes: number;
};

/** A bookmark that is older says nothing about what a person wants today. */
const FRESH_MS = 24 * 60 * 60 * 1000;

/** Where the bookmark of this very file, by its content, is kept in this currency: a file that has changed has none. */
export function bookmarkFor(dataDir: string, { sha256, currency }: { sha256: string; currency: string }) {
  const file = path.join(dataDir, 'imports', `${sha256.slice(0, 32)}-${currency}.json`);
  return {
    read(): Bookmark | null {
      try {
        if (Date.now() - statSync(file).mtimeMs > FRESH_MS) return null;
        return JSON.parse(readFileSync(file, 'utf8')) as Bookmark;
      } catch {
        return null;
      }
    },
    /** By a rename, so that a kill leaves the one before or this one, and nothing between. */
    write(bookmark: Bookmark): void {
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(`${file}.new`, JSON.stringify(bookmark));
      renameSync(`${file}.new`, file);
    },
    remove: () => rmSync(file, { force: true }),
  };
}
export type BookmarkFile = ReturnType<typeof bookmarkFor>;
