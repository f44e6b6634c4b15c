/** What a spreadsheet takes for a formula, be there apostrophes before it or not. */
const FORMULA = /^'*[=+\-@\t\r]/;
const GUARDED = /^''*[=+\-@\t\r]/;

/** Text that a spreadsheet shows and does not run: where it would, an apostrophe is put before it. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** Takes away the one apostrophe that `guarded` has put there; any other text stays as it is. */
export const unguarded = (text: string): string => (text.startsWith("'") && GUARDED.test(text) ? text.slice(1) : text);

/** Cells as one record of a CSV file, its line end included. */
export const csvRecord = (cells: readonly string[]): string => `${cells.map(quoted).join(',')}\r\n`;

/** Semicolons and tabs too: some spreadsheets split at them. Space at the ends is no part of an unquoted cell for some readers. */
const quoted = (cell: string): string => (/[",;\t\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
