/** What may be told of something that was thrown. */
export type Fault = {
  type: string;
  code?: string;
  /** Only where it is made of our own words. */
  message?: string;
  /** Where it was thrown, without its words. */
  at?: string[];
  status?: number;
  constraint?: string;
  table?: string;
  /** What does not fit a form: where, and in what way. */
  issues?: string[];
  cause?: Fault;
  errors?: Fault[];
};

const ROOT = new URL('..', import.meta.url).pathname;
const CODE = /^[A-Za-z0-9_]{1,60}$/;
const LONGEST = 500;
const FRAMES = 12;
const DEEPEST = 3;

/**
 * Errors carry what customers have written: a driver its parameters and the row in question, a parser the text that it could not read, a mail
 * server the address. So nothing of an error is told but its kind, its code and its place; its message where we have written it ourselves, or
 * it is known to hold names of ours alone.
 */
export function faultOf(error: unknown, depth = 0): Fault {
  if (typeof error !== 'object' || error === null) return { type: typeof error };
  const { code, status, statusCode, constraint_name, table_name, issues, cause, errors } = error as Record<string, unknown>;
  const at = error instanceof Error ? framesOf(error) : [];
  const message = error instanceof Error && isOurs(error, at) ? error.message.slice(0, LONGEST) : undefined;
  const number = [status, statusCode].find((value) => typeof value === 'number');
  return {
    type: nameOf(error),
    ...(isCode(code) && { code: String(code) }),
    ...(message !== undefined && { message }),
    ...(number !== undefined && { status: number }),
    ...(isCode(constraint_name) && { constraint: constraint_name }),
    ...(isCode(table_name) && { table: table_name }),
    ...(Array.isArray(issues) && { issues: issues.slice(0, 5).map(issueOf) }),
    ...(at.length > 0 && { at }),
    ...(cause !== undefined && depth < DEEPEST && { cause: faultOf(cause, depth + 1) }),
    ...(Array.isArray(errors) && depth < DEEPEST && { errors: errors.slice(0, 3).map((each) => faultOf(each, depth + 1)) }),
  };
}

/** The same in one line, for a sentence. */
export function faultText(error: unknown): string {
  const { type, code, message } = faultOf(error);
  return [code === undefined ? type : `${type} ${code}`, ...(message === undefined ? [] : [message])].join(': ');
}

const isCode = (value: unknown): value is string => (typeof value === 'string' && CODE.test(value)) || typeof value === 'number';

/** Names of the form's own fields; zod says there what was expected, and nothing of what was given. */
const issueOf = ({ path, code }: { path?: unknown[]; code?: unknown }): string =>
  `${(path ?? []).map((step) => (isCode(step) ? step : '?')).join('.')} ${isCode(code) ? code : ''}`.trim();

/** Of its class, not of what it calls itself. */
const nameOf = (error: object): string => (error.constructor as { name?: string } | undefined)?.name || 'Error';

/** `message` may hold line breaks, and so what looks like a place: only what comes after it counts. */
function framesOf({ stack = '', message }: Error): string[] {
  const from = stack.indexOf(message);
  if (from < 0) return [];
  const lines = stack.slice(from + message.length).split('\n');
  return lines
    .flatMap((line) => /^ {4}at (.+)$/.exec(line)?.[1] ?? [])
    .slice(0, FRAMES)
    .map((frame) => frame.replace(`file://${ROOT}`, '').replace(ROOT, ''));
}

/** By its class and by where it was made: libraries and Node itself cut their own places off the errors that they throw. */
function isOurs(error: Error, at: string[]): boolean {
  const { code, errno, syscall } = error as NodeJS.ErrnoException;
  if (typeof errno === 'number' && typeof syscall === 'string') return true;
  if (code !== undefined && ABOUT_CONNECTIONS.has(code)) return true;
  const name = nameOf(error);
  if (name === 'PostgresError') return TELLING.has(String(code).slice(0, 2));
  if (!BUILT_IN.has(Object.getPrototypeOf(error)) && !OUR_CLASSES.has(name)) return false;
  return !String(code ?? '').startsWith('ERR_') && OUR_PLACE.test(at[0] ?? '');
}

/** Relative, as framesOf leaves them. */
const OUR_PLACE = /^(?:[^(]*\()?(?!node:|node_modules\/|\/|file:|<)[\w.-]+(?:\/[\w.-]+)*\.[cm]?[jt]s:\d+/;
const BUILT_IN = new Set<unknown>(
  [Error, TypeError, RangeError, ReferenceError, SyntaxError, AggregateError].map((each) => each.prototype),
);
const OUR_CLASSES = new Set(
  `BreakerOpen ConfigError EngineSilent Forbidden IssuerAway LimitReached Overloaded Overtaken PrivateAddress ProviderUnavailable Shed TimedOut
  TryAgain`.split(/\s+/),
);
/** Classes of SQLSTATE whose messages hold names of tables, constraints and roles; those of 22, say, hold values. */
const TELLING = new Set(['08', '23', '25', '28', '3D', '3F', '40', '42', '53', '55', '57', '58']);
const ABOUT_CONNECTIONS = new Set(['CONNECTION_CLOSED', 'CONNECTION_ENDED', 'CONNECTION_DESTROYED', 'CONNECT_TIMEOUT']);
