import { once } from 'node:events';
import { parse } from 'csv-parse';
import type { Parser } from 'csv-parse';

/** One record of the file; `line` is the physical line on which it starts, `bytes` where it ends. */
export interface CsvRow {
  cells: string[];
  line: number;
  bytes: number;
}

/** The file cannot be understood from here on; what came before stands. */
export interface BrokenFile {
  broken: string;
  line: number;
}

const LONGEST_RECORD = 1024 * 1024;
const NEWLINE = 0x0a;

/** Reads CSV records as they arrive, one chunk in memory at a time; a break in the file is the last thing told. */
export async function* readCsvRows(input: AsyncIterable<Uint8Array | string>): AsyncGenerator<CsvRow | BrokenFile> {
  const ready: Omit<CsvRow, 'line'>[] = [];
  const parser = newParser((cells, bytes) => ready.push({ cells, bytes }));
  const lines = new LineCounter();
  const drain = function* (): Generator<CsvRow> {
    for (const row of ready.splice(0)) yield { ...row, line: lines.startOfRecordEndingAt(row.bytes) };
  };
  for await (const chunk of input) {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    lines.see(bytes);
    const error = await write(parser, bytes);
    yield* drain();
    if (error) return yield { broken: error.message, line: lines.next };
  }
  const error = await end(parser);
  yield* drain();
  if (error) yield { broken: error.message, line: lines.next };
}

/** The records are taken in `on_record`, before the stream's buffer: an error destroys a stream with all it still holds. */
function newParser(take: (cells: string[], bytes: number) => void): Parser {
  const parser = parse({
    bom: true,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: LONGEST_RECORD,
    on_record: (cells: string[], context) => {
      take(cells, context.bytes);
      return null;
    },
  });
  parser.on('error', () => undefined);
  parser.resume();
  return parser;
}

function write(parser: Parser, chunk: Buffer): Promise<Error | null | undefined> {
  return new Promise((resolve) => parser.write(chunk, resolve));
}

async function end(parser: Parser): Promise<Error | undefined> {
  try {
    const ended = once(parser, 'end');
    parser.end();
    await ended;
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** Counts lines from the bytes themselves: the parser's own count takes a quoted CRLF for two lines. */
class LineCounter {
  next = 1;
  #seen = 0;
  #newlines: number[] = [];

  see(chunk: Buffer): void {
    for (let at = chunk.indexOf(NEWLINE); at !== -1; at = chunk.indexOf(NEWLINE, at + 1)) this.#newlines.push(this.#seen + at);
    this.#seen += chunk.length;
  }

  startOfRecordEndingAt(end: number): number {
    const start = this.next;
    let passed = this.#newlines.findIndex((offset) => offset >= end);
    if (passed === -1) passed = this.#newlines.length;
    this.#newlines.splice(0, passed);
    this.next += passed;
    return start;
  }
}
