import type { Log } from '../../kit/log.ts';
import { excessOf } from '../cost/excess.ts';
import { nullWhereNoneMayBe, warningsOf } from '../errors.ts';
import type { AnswerGraph, GraphHttpAnswer } from '../graph-answer.ts';
import type { Context } from '../identity.ts';
import { askedOf, contentTypeFor } from './graph-request.ts';
import type { Outcome } from './prepared-operation.ts';
import type { Prepare } from './prepared-operations.ts';

type Options = {
  maxCost: number;
  log: Log;
  /** Answers all else. */
  next: AnswerGraph;
};

/**
 * The short way: operations that are known, by our own executor. What is malformed, refused, or out of the ordinary goes to
 * `next`, so that there is one place that says no.
 */
export function compiledAnswer(prepare: Prepare, { maxCost, log, next }: Options): AnswerGraph {
  return async (request) => {
    const asked = askedOf(request);
    const type = contentTypeFor(request.headers.accept);
    const operation = asked && type && prepare(asked.query, asked.operationName);
    if (!operation || (request.method === 'GET' && operation.kind !== 'query')) return next(request);
    request.context.notes.operation = operation.label;
    const coerced = operation.coerce(asked.variables);
    if (!coerced || excessOf(operation.cost, coerced, maxCost)) return next(request);
    const outcome = await operation.run(request.context, asked.variables, coerced);
    return answered(outcome, type, log, request.context);
  };
}

function answered({ data, errors, problem }: Outcome, type: string, log: Log, context: Context): GraphHttpAnswer {
  const said = errors.length === 0 && problem ? [nullWhereNoneMayBe(problem, log, context)] : errors;
  const warnings = warningsOf(context.notes);
  const before = said.length > 0 ? `"errors":${JSON.stringify(said)},` : '';
  const after = warnings ? `,"extensions":${JSON.stringify({ warnings })}` : '';
  return { status: 200, headers: { 'content-type': type }, body: `{${before}"data":${data}${after}}\n` };
}
