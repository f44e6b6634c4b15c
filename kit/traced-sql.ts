import { SpanKind } from '@opentelemetry/api';
import type { Sql, TransactionSql } from 'postgres';
import { failed, isTracing, startSpan, traced } from './trace.ts';

/** What the driver makes of a template: handed to `handler` when it is sent, settled by `resolve` or `reject`. */
type Query = {
  handler: ((query: Query) => unknown) & { debug?: unknown };
  resolve: (rows: { count?: number | null }) => unknown;
  reject: (error: unknown) => unknown;
  statement?: { string?: string } | null;
  string?: string;
};
type Begin = (...args: unknown[]) => Promise<unknown>;

/**
 * The same pool, each statement of which is a span of the trace that it is sent in: its text as the driver prepares it, with `$1` where a
 * value goes, and the rows it gave. The driver has no hook for the end of a statement. Where nothing is traced it is the very pool.
 */
export function tracedSql<S extends Sql | TransactionSql>(sql: S, schema: string): S {
  if (!isTracing()) return sql;
  return new Proxy(sql as object, {
    apply: (target, _, args: unknown[]) => watched(Reflect.apply(target as never, undefined, args) as Query, schema),
    get(target, name) {
      const own = Reflect.get(target, name) as unknown;
      if (name === 'unsafe') return (...args: unknown[]) => watched((own as (...args: unknown[]) => Query)(...args), schema);
      if (name === 'begin' || name === 'savepoint') return inside(own as Begin, schema, name);
      return own;
    },
  }) as S;
}

const inside =
  (begin: Begin, schema: string, name: string): Begin =>
  (...args) => {
    const work = args.at(-1) as (tx: TransactionSql) => unknown;
    const own = (tx: TransactionSql) => work(tracedSql(tx, schema));
    return traced(name === 'begin' ? `${schema} transaction` : `${schema} savepoint`, about(schema), () =>
      begin(...args.slice(0, -1), own),
    );
  };

const about = (schema: string) => ({ 'db.system.name': 'postgresql', 'db.namespace': schema });

/** A fragment of another statement is never sent, and costs one closure. */
function watched(query: Query, schema: string): Query {
  const send = query.handler;
  if (typeof send !== 'function') return query;
  query.handler = Object.assign(
    (own: Query) => {
      const span = startSpan(`${schema} statement`, about(schema), SpanKind.CLIENT);
      if (span) {
        const { resolve, reject } = own;
        const end = () => {
          const text = own.statement?.string ?? own.string;
          if (text)
            span.updateName(`${schema} ${verbOf(text)}`).setAttribute('db.query.text', text.replace(/\s+/g, ' ').trim().slice(0, LONGEST));
          span.end();
        };
        own.resolve = (rows) => {
          if (typeof rows?.count === 'number') span.setAttribute('db.response.returned_rows', rows.count);
          end();
          return resolve(rows);
        };
        own.reject = (error) => {
          failed(span, error);
          end();
          return reject(error);
        };
      }
      return send(own);
    },
    send.debug === undefined ? {} : { debug: send.debug },
  );
  return query;
}

const LONGEST = 2_000;
const verbOf = (text: string): string => /\b(SELECT|INSERT|UPDATE|DELETE|LISTEN|SET)\b/i.exec(text)?.[1]?.toUpperCase() ?? 'statement';
