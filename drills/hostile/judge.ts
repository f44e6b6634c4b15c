/** What came back: the status, null where the connection was closed without an answer, and all of its bytes as text. */
export type Reply = { status: number | null; text: string; ms: number };

/** What nobody outside is to read, with the name of what it gives away. */
const LEAKS: [string, RegExp][] = [
  ['a stack', /\bat [\w.<> []{0,60}\(?(?:file:\/\/)?\/[^\s)"]{1,200}:\d+:\d+|node_modules|"stack(?:trace)?"/i],
  [
    'SQL',
    /\b(?:select|insert into|update|delete from)\b[^"]{1,80}\b(?:from|values|set|where)\b|\brelation \\?"|syntax error at or near|invalid byte sequence|violates \w+ constraint/i,
  ],
  ['a connection', /postgres(?:ql)?:\/\/|redis:\/\/|ECONNREFUSED|ECONNRESET|ENOTFOUND|EAI_AGAIN|getaddrinfo|holdfast_\w+/],
  ['a file', /ENOENT|EACCES|\/(?:home|root|tmp|var|usr|work|etc)\/[\w.-]+\/?/],
  [
    'a type of ours',
    /\b(?:TypeError|RangeError|ReferenceError|SyntaxError|PostgresError|ZodError)\b|Cannot read propert|is not a function|undefined \(reading/,
  ],
];
/** A field is asked for by a variable, and what is in it by its opposite: Apollo's planner drops the field (docs/security.md, "What is known and left"). */
const CONTRADICTION = /@include\(if: (\$\w+)\).*@skip\(if: \1\)|@skip\(if: (\$\w+)\).*@include\(if: \2\)/s;
const SLOWEST_MS = 10_000;

/**
 * What is wrong with the answer to an attack, or null. What an answer repeats of the question gives nothing away. `faults`: an error
 * of ours that is told by an id counts, too.
 */
export function faultOf(sent: string, { status, text, ms }: Reply, { faults }: { faults: boolean }): string | null {
  if (status !== null && status >= 500) return `status ${status}`;
  if (ms > SLOWEST_MS) return `no answer for ${Math.round(ms)} ms`;
  const said = `${sent}\n${decoded(sent)}`;
  for (const [name, pattern] of LEAKS) {
    const found = pattern.exec(text)?.[0];
    if (found !== undefined && !said.includes(found)) return `${name} is shown: ${found}`;
  }
  return faults && /"code":"INTERNAL_SERVER_ERROR"/.test(text) && !CONTRADICTION.test(said) ? 'a fault of ours' : null;
}

/** As it is read where it stands in an address. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/(?:%[0-7][0-9a-f])+/gi, (encoded) => decodeURIComponent(encoded));
  }
}
