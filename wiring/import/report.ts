import { closeSync, ftruncateSync, openSync, statSync, writeSync } from 'node:fs';
import type { RefusedRow } from '../../subgraphs/catalog/import/refused-row.ts';

const SHOWN_BESIDE_A_FILE = 20;

export type Report = {
  tell(rows: readonly RefusedRow[]): void;
  /** Bytes written to the file. */
  bytes(): number;
  close(): void;
};

/**
 * Tells what was not taken as it stood: a line each for the person at the terminal, and as JSON Lines into `file`. With a
 * file, the terminal shows the first few. The file goes on after `keep` bytes; what stood behind them is written anew.
 */
export function openReport(file: string | null, keep: number, print: (line: string) => void): Report {
  const descriptor = file === null ? null : openSync(file, keep > 0 ? 'r+' : 'w');
  if (descriptor !== null && keep > 0) ftruncateSync(descriptor, keep);
  let size = keep;
  let shown = 0;
  return {
    tell(rows) {
      for (const row of rows) {
        if (descriptor === null || shown < SHOWN_BESIDE_A_FILE) print(described(row));
        else if (shown === SHOWN_BESIDE_A_FILE) print(`... and more: see ${file}`);
        shown += 1;
      }
      if (descriptor === null || rows.length === 0) return;
      const text = Buffer.from(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
      for (let at = 0; at < text.length; ) at += writeSync(descriptor, text, at, text.length - at, size + at);
      size += text.length;
    },
    bytes: () => size,
    close: () => descriptor !== null && closeSync(descriptor),
  };
}

/** True when the report that was begun is still there to be gone on with. */
export function canGoOn(file: string | null, bytes: number): boolean {
  if (file === null || bytes === 0) return true;
  try {
    return statSync(file).size >= bytes;
  } catch {
    return false;
  }
}

const described = ({ line, handle, message, code, column }: RefusedRow): string =>
  `line ${line}: ${handle ? `${handle}: ` : ''}${message} (${code}${column ? `, ${column}` : ''})`;
