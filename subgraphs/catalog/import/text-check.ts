import { isUtf8 } from 'node:buffer';

export type TextFault = { line: number; code: 'NOT_TEXT' | 'NOT_UTF8'; message: string };

const NEWLINE = 0x0a;
/** A line longer than this is none of a product file; the reader of rows says so better. */
const LONGEST_LINE = 2 * 1024 * 1024;

/** Looks at the bytes of a file as they come, and tells the first reason why they are not UTF-8 text. */
export class TextCheck {
  #line = 1;
  #rest: Buffer = Buffer.alloc(0);

  see(chunk: Buffer): TextFault | undefined {
    const bytes = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const foreign = this.#line === 1 ? otherFormat(bytes) : undefined;
    if (foreign) return { line: 1, code: 'NOT_TEXT', message: foreign };
    if (chunk.includes(0)) return { line: this.#line, code: 'NOT_TEXT', message: 'There are NUL bytes in it: this is no text file.' };
    // a newline byte is never part of a longer character
    const whole = bytes.length > LONGEST_LINE ? bytes.length : bytes.lastIndexOf(NEWLINE) + 1;
    const fault = this.#check(bytes.subarray(0, whole));
    this.#rest = Buffer.from(bytes.subarray(whole));
    return fault;
  }

  end(): TextFault | undefined {
    return this.#check(this.#rest);
  }

  #check(lines: Buffer): TextFault | undefined {
    if (isUtf8(lines)) {
      for (let at = lines.indexOf(NEWLINE); at !== -1; at = lines.indexOf(NEWLINE, at + 1)) this.#line += 1;
      return undefined;
    }
    for (let start = 0; start < lines.length; this.#line += 1) {
      const end = lines.indexOf(NEWLINE, start) + 1 || lines.length;
      if (!isUtf8(lines.subarray(start, end))) break;
      start = end;
    }
    const message = 'A character is not UTF-8 (Latin-1 perhaps). Save the file as "CSV UTF-8", or convert it: iconv -f LATIN1 -t UTF-8.';
    return { line: this.#line, code: 'NOT_UTF8', message };
  }
}

function otherFormat(bytes: Buffer): string | undefined {
  const begin = bytes.subarray(0, 4).toString('latin1');
  if (begin === 'PK\x03\x04') return 'This is a spreadsheet or an archive; save it as "CSV UTF-8".';
  if (begin.startsWith('\xff\xfe') || begin.startsWith('\xfe\xff')) return 'This is UTF-16; save it as "CSV UTF-8".';
  return undefined;
}
