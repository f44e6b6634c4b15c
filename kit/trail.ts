import type { GraphQLInputType, GraphQLResolveInfo } from 'graphql';
import type { Sql } from 'postgres';
import type { ResolverMap } from './graph.ts';
import { Forbidden, type Identity } from './identity.ts';
import type { Log } from './log.ts';
import { emit } from './outbox.ts';
import { shownValue, type Shown } from './shown-value.ts';
import { uuidv7 } from './uuid.ts';

const [BEGUN, ENDED] = ['ActionBegun', 'ActionEnded'];
/** Types of the events by which a context tells what staff have had it do. */
export const trailTypesOf = (context: string): { begun: string; ended: string } => ({
  begun: `${context}.${BEGUN}`,
  ended: `${context}.${ENDED}`,
});
/** True for an event that tells who has done something, and not what has changed. */
export const isOfTrail = (type: string): boolean => type.endsWith(`.${BEGUN}`) || type.endsWith(`.${ENDED}`);

type Outcome = { outcome: 'DONE' | 'REFUSED' | 'FORBIDDEN' | 'FAILED'; codes: string[] };
type Resolve = (source: unknown, args: Record<string, unknown>, context: { identity: Identity }, info: GraphQLResolveInfo) => unknown;
type Parts = { context: string; sql: Sql; shown: Shown; log: Log };

/**
 * The same resolvers, but that each mutation which staff ask for is written down, in the context's own outbox: before it is
 * tried, or it is not tried; and afterwards, what came of it. An action without an end was cut off. Costs others nothing.
 */
export function recorded(resolvers: ResolverMap, parts: Parts): ResolverMap {
  if (!resolvers.Mutation) return resolvers;
  const Mutation = Object.fromEntries(
    Object.entries(resolvers.Mutation as Record<string, Resolve>).map(([field, resolve]) => [field, recording(resolve, parts)]),
  );
  return { ...resolvers, Mutation };
}

const recording =
  (resolve: Resolve, parts: Parts): Resolve =>
  (source, args, context, info) =>
    context.identity.staff
      ? act(() => resolve(source, args, context, info), args, context.identity, info, parts)
      : resolve(source, args, context, info);

async function act(
  work: () => unknown,
  args: Record<string, unknown>,
  { staff, traceId }: Identity,
  info: GraphQLResolveInfo,
  { context, sql, shown, log }: Parts,
): Promise<unknown> {
  const actionId = uuidv7();
  const { begun, ended } = trailTypesOf(context);
  const payload = { actor: staff, field: info.fieldName, arguments: shownArguments(args, info, shown), traceId };
  await emit(sql, [{ type: begun, aggregateId: actionId, version: 1, payload }]);
  const end = (outcome: Outcome) =>
    emit(sql, [{ type: ended, aggregateId: actionId, version: 2, payload: outcome }]).catch((err: unknown) =>
      log.warn({ err, action: actionId, trace_id: traceId }, 'the trail lacks how an action has ended'),
    );
  try {
    const result = await work();
    await end(outcomeOf(result));
    return result;
  } catch (error) {
    await end(error instanceof Forbidden ? { outcome: 'FORBIDDEN', codes: [error.code] } : { outcome: 'FAILED', codes: [] });
    throw error;
  }
}

/** Refusals are data: a payload that has any was refused. */
function outcomeOf(result: unknown): Outcome {
  const { userErrors } = (result ?? {}) as { userErrors?: unknown };
  const codes = Array.isArray(userErrors) ? (userErrors as { code: string }[]).map(({ code }) => code) : [];
  return { outcome: codes.length > 0 ? 'REFUSED' : 'DONE', codes };
}

const shownArguments = (args: Record<string, unknown>, { parentType, fieldName }: GraphQLResolveInfo, shown: Shown) =>
  Object.fromEntries(
    (parentType.getFields()[fieldName]?.args ?? [])
      .filter(({ name }) => args[name] !== undefined)
      .map(({ name, type }) => [name, shownValue(args[name], type as GraphQLInputType, name, shown)]),
  );
