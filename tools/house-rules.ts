/** A rule of the house about one file: which files it looks at, and the lines (from 1) on which one breaks it. */
export type HouseRule = {
  name: string;
  about: RegExp;
  broken: (text: string, file: string) => number[];
  /** Text that breaks it, to see that it can. */
  planted: { file: string; text: string };
};

const CODE = /[.](ts|mjs|cjs)$/;
const TYPESCRIPT = /[.]ts$/;
const EVERYTHING = /./;
const MAX_LINES = 400;

const linesWhere = (text: string, breaks: (line: string, before: string[]) => boolean): number[] => {
  const lines = text.split('\n');
  return lines.flatMap((line, i) => (breaks(line, lines.slice(Math.max(0, i - 8), i)) ? [i + 1] : []));
};
const matching =
  (pattern: RegExp) =>
  (text: string): number[] =>
    linesWhere(text, (line) => pattern.test(line));
const code = (line: string) => (/^\s*(\/\/|\*|\/\*)/.test(line) ? '' : line.replaceAll(/'[^']*'|"[^"]*"|`[^`]*`/g, "''"));

const ANY = /(\bas|[:<,=|])\s*any\s*([\][)>,;|&={]|$)/;
const REASON = /ignore lint\/suspicious\/noExplicitAny: \S.{9,}/;
const LOOSE_IMPORT = /(\bfrom|\bimport|\bimport\()\s*(['"])[.]{1,2}\/(?![^'"]*[.](ts|mjs|cjs|json)\2)[^'"]*\2/;
const MADE_UP_NAME = /(^|[-./])(utils?|helpers?|common)([-./]|$)/i;
/** Homes of people and machines; written in two parts, so that this file has none itself. */
const MACHINE_PATH = new RegExp(`(?<![\\w.])/${'(work|root|home|Users)'}/[\\w.]`);
const FOREIGN_ADDRESS =
  /\b(https?:)?\/\/(?!(www[.]w3[.]org|specs[.]apollo[.]dev|127[.]0[.]0[.]1|localhost|[\w.-]*example[.]com)\b)[\w-]+[.][\w.-]*[a-z]/i;

export const HOUSE_RULES: HouseRule[] = [
  {
    name: `no file is longer than ${MAX_LINES} lines`,
    about: TYPESCRIPT,
    broken: (text) => (text.trimEnd().split('\n').length > MAX_LINES ? [MAX_LINES + 1] : []),
    planted: { file: 'kit/long.ts', text: 'export const one = 1;\n'.repeat(MAX_LINES + 1) },
  },
  {
    name: 'a file is named for what it knows, not for being useful',
    about: CODE,
    broken: (_, file) => (MADE_UP_NAME.test(file) ? [1] : []),
    planted: { file: 'kit/string-utils.ts', text: '' },
  },
  {
    name: 'no barrels: everything is imported from where it is written',
    about: TYPESCRIPT,
    broken: (text, file) =>
      linesWhere(text, (line) => /^export (type )?\* from/.test(line) || (/(^|\/)index[.]ts$/.test(file) && /^export .* from /.test(line))),
    planted: { file: 'kit/index.ts', text: "export { uuidv7 } from './uuid.ts';\n" },
  },
  {
    name: 'no test is left out, and none keeps the others out',
    about: TYPESCRIPT,
    broken: matching(/\b(describe|test|it|suite)([.]\w+)*[.](only|skip|todo|fails)\b/),
    planted: { file: 'kit/uuid.test.ts', text: `test${'.only'}('draws', () => {});\n` },
  },
  {
    name: 'any is not a type, unless a line above says why it must be',
    about: TYPESCRIPT,
    broken: (text) => linesWhere(text, (line, before) => ANY.test(code(line)) && ![...before, line].some((near) => REASON.test(near))),
    planted: {
      file: 'kit/loose.ts',
      text: '// biome-ignore lint/suspicious/noExplicitAny: ok\nexport const read = (value: any) => value;\n',
    },
  },
  {
    name: 'the type checker is not silenced',
    about: TYPESCRIPT,
    broken: matching(new RegExp(`@ts-${'(ignore|nocheck)'}|@ts-${'expect-error'}(?! \\S.{9,})`)),
    planted: { file: 'kit/quiet.ts', text: `// @ts-${'ignore'}\nexport const n: number = '1';\n` },
  },
  {
    name: 'what the linter is told to pass over has a reason',
    about: CODE,
    broken: matching(new RegExp(`biome-${'ignore'}(-all|-start|-end)?\\b(?! lint/\\w+/\\w+: \\S.{9,})`)),
    planted: { file: 'kit/hushed.ts', text: `// biome-${'ignore'} lint/style/useConst: no\nlet n = 1;\n` },
  },
  {
    name: 'imports name the file, ending and all',
    about: CODE,
    broken: matching(LOOSE_IMPORT),
    planted: { file: 'kit/loose-import.ts', text: `import { uuidv7 } ${'from'} './uuid';\n` },
  },
  {
    name: 'no class hierarchies: a class stands alone, or is a kind of Error',
    about: TYPESCRIPT,
    broken: matching(/^\s*(export )?(default )?(abstract )?class (\w+ )?extends (?!\w*Error\b)|^\s*(export )?abstract class /),
    planted: { file: 'kit/base.ts', text: 'export class Repository extends BaseRepository {}\n' },
  },
  {
    name: 'no decorators',
    about: TYPESCRIPT,
    broken: matching(/^\s*@[A-Za-z]\w*(\(|\s*$)/),
    planted: { file: 'kit/magic.ts', text: '@Injectable()\nexport class Magic {}\n' },
  },
  {
    name: "no path of somebody's machine",
    about: EVERYTHING,
    broken: matching(MACHINE_PATH),
    planted: { file: 'docs/operating.md', text: `cd /${'home'}/ann/holdfast\n` },
  },
  {
    name: 'the gateway serves everything itself: no address of a third party',
    about: /^gateway\/(?!.*[.]test[.]ts$)/,
    broken: matching(FOREIGN_ADDRESS),
    planted: { file: 'gateway/page.ts', text: '<script src="https://cdn.somewhere.net/graphiql.js"></script>\n' },
  },
  {
    name: 'the lockfile names no registry: everybody installs from their own',
    about: /^pnpm-lock[.]yaml$/,
    broken: matching(/\bhttps?:\/\/|\btarball:/),
    planted: { file: 'pnpm-lock.yaml', text: '    resolution: {tarball: https://registry.corner.example/a.tgz}\n' },
  },
];
