/**
 * What a migration may not do beside a shop that is open and whose processes are of the version before: hold a table that is in
 * use, or take away what the old version reads or writes. What an expand step must not, a contract step may: once no process
 * of the old version is left. It says so: `-- contract: <why nobody needs it any more>` before the statement.
 */
export type Fault = { statement: string; why: string };

const BREAK = '--> statement-breakpoint';
const CONTRACT = /^-- contract: \S.{14,}$/m;
const NAME = String.raw`(?:IF\s+(?:NOT\s+)?EXISTS\s+)?((?:"?\w+"?\.)?"?\w+"?)`;

type Rule = { what: RegExp; why: string };

/** On a table that was there before. */
const ON_OLD_TABLES: Rule[] = [
  {
    what: /\bADD\s+COLUMN\b(?=.*\bNOT\s+NULL\b)(?!.*\b(DEFAULT|GENERATED)\b)/i,
    why: 'the old version writes rows without it: give it a DEFAULT, or let it be NULL',
  },
  {
    what: /\bADD\s+COLUMN\b.*\b(GENERATED|(small|big)?serial|DEFAULT\s+(gen_random_uuid|random|clock_timestamp|nextval)\b)/i,
    why: 'every row is written anew while nobody can read the table: add it empty, and fill it by a job',
  },
  { what: /\bADD\s+COLUMN\b.*\b(UNIQUE|PRIMARY\s+KEY)\b/i, why: 'its index is built while nobody can write: build it CONCURRENTLY' },
  { what: /\bDROP\s+(COLUMN|TABLE|SCHEMA|VIEW|FUNCTION)\b/i, why: 'the old version still uses it: that is a contract step' },
  { what: /\bDROP\s+INDEX\b/i, why: 'the old version may lean on it (ON CONFLICT, or for speed): that is a contract step' },
  { what: /\bRENAME\b/i, why: 'the old version knows it by its old name: add the new one beside it' },
  { what: /\bALTER\s+COLUMN\b.*\b(SET\s+DATA\s+)?TYPE\b/i, why: 'every row is written anew: add a column beside it, and fill it by a job' },
  { what: /\bSET\s+NOT\s+NULL\b/i, why: 'the old version may write NULL: add a CHECK ... NOT VALID, and SET NOT NULL as a contract step' },
  { what: /\bDROP\s+DEFAULT\b/i, why: 'the old version may leave the column out: that is a contract step' },
  {
    what: /\bADD\s+CONSTRAINT\b(?=.*\b(CHECK|FOREIGN\s+KEY)\b)(?!.*\bNOT\s+VALID\b)/i,
    why: 'all rows are read while nobody can write: add it NOT VALID, and VALIDATE it in a migration of its own',
  },
  {
    what: /\bADD\s+CONSTRAINT\b.*\b(UNIQUE|PRIMARY\s+KEY|EXCLUDE)\b(?!.*\bUSING\s+INDEX\b)/i,
    why: 'its index is built while nobody can write: build it CONCURRENTLY, and add it USING INDEX',
  },
  {
    what: /^\s*CREATE\s+(UNIQUE\s+)?INDEX\b(?!\s+CONCURRENTLY)/i,
    why: 'nobody can write while it is built: CREATE INDEX CONCURRENTLY IF NOT EXISTS',
  },
  {
    what: /^\s*(UPDATE|DELETE|TRUNCATE|MERGE)\b/i,
    why: 'it holds rows that are in use until it has done all of them: let a job do it, some at a time',
  },
];

/** Statements run without a transaction are run again where they were cut off. */
const APART = /^\s*(CREATE\s+(UNIQUE\s+)?INDEX\s+CONCURRENTLY\s+IF\s+NOT\s+EXISTS|DROP\s+INDEX\s+CONCURRENTLY\s+IF\s+EXISTS)\b/i;

/** What is wrong with a migration; nothing when it is safe. */
export function faultsOf(migration: string): Fault[] {
  const statements = migration.split(BREAK).map((chunk) => ({ isContract: CONTRACT.test(chunk), text: withoutComments(chunk) }));
  const made = new Set(statements.flatMap(({ text }) => madeBy(text)));
  const isApart = statements.some(({ text }) => /\bCONCURRENTLY\b/i.test(text));
  return statements.flatMap(({ text, isContract }) => {
    if (isApart && text && !APART.test(text))
      return [
        {
          statement: text,
          why: 'beside CONCURRENTLY there is no transaction: only indexes, each IF (NOT) EXISTS, in a migration of their own',
        },
      ];
    if (isContract || isOnNew(text, made)) return [];
    return ON_OLD_TABLES.filter(({ what }) => what.test(text)).map(({ why }) => ({ statement: text, why }));
  });
}

const withoutComments = (chunk: string): string =>
  chunk
    .split('\n')
    .filter((line) => !line.trim().startsWith('--'))
    .join(' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

const bare = (name: string): string => name.replaceAll('"', '').split('.').at(-1)!;

const madeBy = (text: string): string[] => {
  const table = new RegExp(String.raw`^\s*CREATE\s+(?:UNLOGGED\s+)?TABLE\s+${NAME}`, 'i').exec(text)?.[1];
  return table ? [bare(table)] : [];
};

/** What the statement is about was made by the same migration: nobody has it yet. */
function isOnNew(text: string, made: Set<string>): boolean {
  const about = [
    new RegExp(String.raw`^\s*ALTER\s+TABLE\s+(?:ONLY\s+)?${NAME}`, 'i'),
    new RegExp(String.raw`^\s*CREATE\s+(?:UNIQUE\s+)?INDEX\b.*?\bON\s+${NAME}`, 'i'),
    new RegExp(String.raw`^\s*(?:UPDATE|DELETE\s+FROM|TRUNCATE)\s+${NAME}`, 'i'),
    new RegExp(String.raw`^\s*CREATE\s+(?:UNLOGGED\s+)?TABLE\s+${NAME}`, 'i'),
  ];
  const name = about.map((form) => form.exec(text)?.[1]).find((found) => found !== undefined);
  return name !== undefined && made.has(bare(name));
}
