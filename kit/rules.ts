import { type GraphQLFieldResolver, Kind, type ObjectTypeDefinitionNode, type ObjectTypeExtensionNode, parse } from 'graphql';
import type { ResolverMap } from './graph.ts';
import { Forbidden, type Identity, may } from './identity.ts';

/**
 * Who may ask for a field. `public`: whoever asks. `own`: whoever asks, and the resolver gives only what is theirs, by their
 * sign-in, a token or a signed grant. A scope: staff who have it. `own or <scope>`: in the storefront `own`; by the admin API
 * staff who have the scope, and to them it may give everybody's.
 */
export type Rule<S extends string> = 'public' | 'own' | S | `own or ${S}`;
export type RuleMap = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Of a context with these generated `Resolvers`: each field at a root has a rule, any other field may have one. */
export type Rules<R, S extends string> = {
  [T in keyof R & Root]-?: { [F in keyof NonNullable<R[T]>]-?: Rule<S> };
} & { [T in Exclude<keyof R, Root>]?: { [F in keyof NonNullable<R[T]>]?: Rule<S> } };
type Root = 'Query' | 'Mutation';

const ROOTS = ['Query', 'Mutation'];
const REFERENCE = '__resolveReference';
const OWN_OR = 'own or ';

/** The scope that staff need for it; null where none is asked for. */
export const scopeOf = (rule: string): string | null =>
  rule === 'public' || rule === 'own' ? null : rule.startsWith(OWN_OR) ? rule.slice(OWN_OR.length) : rule;

/**
 * What is wrong with the rules of a subgraph, a line each; nothing, when each root field, each reference to an entity, and
 * each field for staff on a type that others see has one that fits.
 */
export function faultsOfRules(sdl: string, rules: RuleMap): string[] {
  const fields = fieldsOf(sdl);
  const known = new Set(fields.map(({ name }) => name));
  const given = Object.entries(rules).flatMap(([type, ofType]) => Object.keys(ofType).map((field) => `${type}.${field}`));
  return [
    ...fields.flatMap(({ name, type, field, isRoot, isForStaff, needsRule }) => {
      const rule = rules[type]?.[field];
      if (rule === undefined) return needsRule ? [`${name} has no rule`] : [];
      const isForAll = scopeOf(rule) === null || rule.startsWith(OWN_OR);
      if (isForStaff && isForAll) return [`${name} is for staff, and its rule "${rule}" asks for no scope`];
      return isRoot && !isForStaff && !isForAll
        ? [`${name} is shown in the storefront, and its rule "${rule}" refuses everybody there`]
        : [];
    }),
    ...given.filter((name) => !known.has(name)).map((name) => `${name} has a rule and is not in the schema`),
  ];
}

type Field = { name: string; type: string; field: string; isRoot: boolean; isForStaff: boolean; needsRule: boolean };
type ObjectNode = ObjectTypeDefinitionNode | ObjectTypeExtensionNode;

function fieldsOf(sdl: string): Field[] {
  const objects = parse(sdl).definitions.filter(
    (node): node is ObjectNode => node.kind === Kind.OBJECT_TYPE_DEFINITION || node.kind === Kind.OBJECT_TYPE_EXTENSION,
  );
  return objects.flatMap((node) => {
    const type = node.name.value;
    const isRoot = ROOTS.includes(type);
    const allForStaff = isTaggedAdmin(node);
    const own = (node.fields ?? []).map((part) => {
      const isForStaff = allForStaff || isTaggedAdmin(part);
      const field = part.name.value;
      return { name: `${type}.${field}`, type, field, isRoot, isForStaff, needsRule: isRoot || (isForStaff && !allForStaff) };
    });
    const reference = { name: `${type}.${REFERENCE}`, type, field: REFERENCE, isRoot: false, isForStaff: allForStaff, needsRule: true };
    return isEntity(node) ? [...own, reference] : own;
  });
}

const directivesOf = (node: Pick<ObjectNode, 'directives'>, name: string) =>
  (node.directives ?? []).filter((directive) => directive.name.value === name);

const isTaggedAdmin = (node: Pick<ObjectNode, 'directives'>): boolean =>
  directivesOf(node, 'tag').some(({ arguments: args = [] }) =>
    args.some(({ value }) => value.kind === Kind.STRING && value.value === 'admin'),
  );

/** `@key(resolvable: false)` is only pointed at from here. */
const isEntity = (node: ObjectNode): boolean =>
  directivesOf(node, 'key').some(
    ({ arguments: args = [] }) =>
      !args.some(({ name, value }) => name.value === 'resolvable' && value.kind === Kind.BOOLEAN && !value.value),
  );

// biome-ignore lint/suspicious/noExplicitAny: as in ResolverMap, a resolver's parent and arguments are what its schema says
type Resolver = (...args: any[]) => unknown;
const property: GraphQLFieldResolver<unknown, unknown> = (source, _args, _context, { fieldName }) =>
  (source as Record<string, unknown>)[fieldName];
const asItIs: Resolver = (reference) => reference;

/** The same resolvers, each behind its rule; what anybody may ask for is left as it is, and costs nothing. Throws when a rule is missing. */
export function ruled(sdl: string, resolvers: ResolverMap, rules: RuleMap): ResolverMap {
  const faults = faultsOfRules(sdl, rules);
  if (faults.length > 0) throw new Error(`The rules do not fit the schema: ${faults.join('; ')}.`);
  const guarded = Object.entries(rules).map(([type, ofType]) => {
    const given = (resolvers[type] ?? {}) as Record<string, Resolver>;
    const behind = Object.entries(ofType).flatMap(([field, rule]) =>
      scopeOf(rule) === null ? [] : [[field, guard(rule, given[field] ?? (field === REFERENCE ? asItIs : property), field === REFERENCE)]],
    );
    return [type, { ...given, ...Object.fromEntries(behind) }];
  });
  return { ...resolvers, ...Object.fromEntries(guarded) };
}

function guard(rule: string, resolve: Resolver, isReference: boolean): Resolver {
  const scope = scopeOf(rule)!;
  const hasOwn = rule.startsWith(OWN_OR);
  const contextAt = isReference ? 1 : 2;
  return (...args) => {
    const { identity } = args[contextAt] as { identity: Identity };
    if (!may(identity, scope) && !(hasOwn && identity.audience === 'storefront')) throw new Forbidden(scope);
    return resolve(...args);
  };
}
