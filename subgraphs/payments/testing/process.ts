import { pino } from 'pino';
import { connect } from '../../../kit/db.ts';
import { paymentWriter } from '../payment-writer.ts';
import { type StripeSettings, stripeProvider } from '../stripe.ts';
import type { Tools } from '../tools.ts';

type Line = { level: number; msg: string } & Record<string, unknown>;

/** Another process of the context: a pool and a provider port of its own, on the same database. Its log can be read. */
export function anotherProcess(databaseUrl: string, settings: StripeSettings) {
  const db = connect({ url: databaseUrl, schema: 'payments', max: 3 });
  const lines: Line[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => void lines.push(JSON.parse(line) as Line) });
  const tools: Tools = { sql: db.sql, writer: paymentWriter(db.sql), provider: stripeProvider(settings), log };
  /** What a person is called for. */
  const alarms = () => lines.filter((line) => line.level >= 50);
  return { tools, alarms, close: db.close };
}
