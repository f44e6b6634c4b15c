import { randomUUID } from 'node:crypto';
import pg from 'pg';
import type { Log } from './log.ts';
import { type Purged, type Purges, purgeListeners } from './purges.ts';
import { createOutgoing } from './purges-outgoing.ts';
import { withRolePassword } from './role-password.ts';

const CHANNEL = 'holdfast_purges';
/** A payload of NOTIFY may have 8000 bytes, the sender's name and brackets included. */
const PAYLOAD_BYTES = 7_800;
const AGAIN_MS = 500;
const BEAT_MS = 5_000;
const PATIENCE_MS = 3_000;

type Options = { url: string; log: Log };

/**
 * Between the processes of one database, by LISTEN and NOTIFY on one connection of its own (it needs a session: no pooler by
 * transaction). Whenever it listens anew, listeners are told `all`: what was said meanwhile, nobody has kept.
 */
export function createPostgresPurges({ url, log }: Options): Purges {
  const { tell, subscribe } = purgeListeners();
  const me = randomUUID();
  let client: pg.Client | null = null;
  let closed = false;
  let wake = () => {};

  const hear = (payload = '') => {
    const { from, tags } = JSON.parse(payload) as { from: string; tags: Purged };
    if (from === me) return;
    tell(tags);
  };
  async function send(purged: Purged): Promise<void> {
    if (!client) throw new Error('the database cannot be told what has changed');
    await client.query('SELECT pg_notify($1, said) FROM unnest($2::text[]) AS said', [CHANNEL, payloads(me, purged)]);
  }
  const outgoing = createOutgoing(send);

  /** Until the connection is lost. */
  async function listenOnce(): Promise<void> {
    const settings = {
      connectionString: url,
      application_name: 'holdfast:purges',
      keepAlive: true,
      connectionTimeoutMillis: PATIENCE_MS,
      query_timeout: PATIENCE_MS,
    };
    const own = withRolePassword(new pg.Client(settings), url);
    const lost = new Promise<void>((resolve) => {
      wake = resolve;
      own.on('error', () => resolve());
      own.on('end', () => resolve());
    });
    own.on('notification', ({ payload }) => hear(payload));
    try {
      await own.connect();
      await own.query(`LISTEN ${CHANNEL}`);
      client = own;
      tell('all');
      // a connection that is half open hears nothing, and nobody says so
      const beat = setInterval(() => void own.query('SELECT 1').catch(wake), BEAT_MS);
      await lost.finally(() => clearInterval(beat));
    } finally {
      client = null;
      own.end().catch(() => {});
    }
  }
  async function keepListening(): Promise<void> {
    while (!closed) {
      await listenOnce().catch((err: unknown) => log.warn({ err }, 'changes of other processes cannot be heard'));
      if (!closed) await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
    }
  }
  const listening = keepListening();

  return {
    publish(tags) {
      tell(tags);
      outgoing.add(tags);
    },
    subscribe,
    sent: outgoing.sent,
    hears: () => client !== null,
    async close() {
      await outgoing.close();
      closed = true;
      wake();
      await listening;
    },
  };
}

/** As many as it takes: each is short enough for NOTIFY. */
export function payloads(from: string, purged: Purged): string[] {
  if (purged === 'all') return [JSON.stringify({ from, tags: 'all' })];
  const all: string[] = [];
  let tags: string[] = [];
  let bytes = 0;
  const close = () => void (tags.length > 0 && all.push(JSON.stringify({ from, tags })));
  for (const tag of purged) {
    const size = Buffer.byteLength(JSON.stringify(tag)) + 1;
    if (bytes + size > PAYLOAD_BYTES - 100) {
      close();
      [tags, bytes] = [[], 0];
    }
    tags.push(tag);
    bytes += size;
  }
  close();
  return all;
}
