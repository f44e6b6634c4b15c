import { z } from 'zod';

/** A variable that is wrong; the message is the one line that ends the start. */
export class ConfigError extends Error {}

type Rule = { schema: z.ZodType; example: string };

/**
 * Reads variables of the environment, each once and each by its rule. An empty variable counts as absent. The first
 * wrong one throws a `ConfigError` that names the variable, what is wrong with its value, and an example.
 */
export function readEnvironment<R extends Record<string, Rule>>(
  rules: R,
  environment: NodeJS.ProcessEnv,
): { [K in keyof R]: z.output<R[K]['schema']> } {
  const values = Object.entries(rules).map(([name, { schema, example }]) => {
    const given = environment[name] === '' ? undefined : environment[name];
    const read = schema.safeParse(given);
    if (read.success) return [name, read.data];
    throw new ConfigError(`${name} ${shown(name, given)}: ${read.error.issues[0]!.message}. For example: ${name}=${example}`);
  });
  return Object.fromEntries(values);
}

/** The line ends in a log, and a secret must not: of that only its length is told. */
function shown(name: string, given: string | undefined): string {
  if (given === undefined) return 'is not set';
  if (/SECRET|KEY|PASSWORD|TOKEN/.test(name)) return `(a secret of ${given.length} characters) is wrong`;
  const open = given.replace(/:\/\/[^@/]*@/, '://...@');
  return `is ${JSON.stringify(open.length > 60 ? `${open.slice(0, 57)}...` : open)}`;
}

const integer = (min: number, max: number) =>
  z.coerce
    .number(`must be a whole number from ${min} to ${max}`)
    .int(`must be a whole number from ${min} to ${max}`)
    .min(min, `must be at least ${min}`)
    .max(max, `must be at most ${max}`);
const url = (...protocols: string[]) =>
  z
    .string()
    .refine(
      (text) => URL.canParse(text) && protocols.includes(new URL(text).protocol),
      `must be an address that begins with ${protocols.map((p) => `${p}//`).join(' or ')}`,
    );

const urls = (...protocols: string[]) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(url(...protocols)));

export const rules = { integer, url, urls };
