import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A variable that is wrong; the message is the one line that ends the start. */
export class ConfigError extends Error {}

type Rule = { schema: z.ZodType; example: string };

/**
 * Reads variables of the environment, each once and each by its rule. An empty variable counts as absent. Each may be given as
 * the content of a file that `<name>_FILE` names, as secrets are mounted into containers. The first wrong one throws a
 * `ConfigError` that names the variable, what is wrong with its value, and an example.
 */
export function readEnvironment<R extends Record<string, Rule>>(
  rules: R,
  environment: NodeJS.ProcessEnv,
): { [K in keyof R]: z.output<R[K]['schema']> } {
  const values = Object.entries(rules).map(([name, { schema, example }]) => {
    // `<name>_FILE` may be a variable of its own: then it gives no other
    const given = Object.hasOwn(rules, `${name}_FILE`) ? environment[name] || undefined : givenOrFiled(name, environment);
    const read = schema.safeParse(given);
    if (read.success) return [name, read.data];
    throw new ConfigError(`${name} ${shown(name, given)}: ${read.error.issues[0]!.message}. For example: ${name}=${example}`);
  });
  return Object.fromEntries(values);
}

/** What the variable holds, or the file that `<name>_FILE` names, without the newline at its end. */
function givenOrFiled(name: string, environment: NodeJS.ProcessEnv): string | undefined {
  const [given, file] = [environment[name] || undefined, environment[`${name}_FILE`] || undefined];
  if (file === undefined) return given;
  const example = `For example: ${name}_FILE=/run/secrets/${name.toLowerCase().replaceAll('_', '-')}`;
  if (given !== undefined) throw new ConfigError(`${name} and ${name}_FILE are both set: only one of them may be. ${example}`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '') || undefined;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`${name}_FILE is ${JSON.stringify(file)}: cannot be read (${code}). ${example}`);
  }
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
const PORT_OR_OFF = 'must be off, or a whole number from 0 to 65535';
const portOrOff = z.union([z.literal('off'), z.coerce.number().int().min(0).max(65535)], PORT_OR_OFF);
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

export const rules = { integer, portOrOff, url, urls };
