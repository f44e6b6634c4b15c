import { setTimeout as after } from 'node:timers/promises';
import { type EnqueuedTaskPromise, Meilisearch, MeilisearchApiError, MeilisearchError, type Task } from 'meilisearch';
import { INDEX_SETTINGS, PRIMARY_KEY } from './settings.ts';

const REQUEST_MS = 5_000;
const TASK_MS = 120_000;
const TRIES = 4;

export const connectServer = (url: string, apiKey: string | null): Meilisearch =>
  new Meilisearch({ host: url, timeout: REQUEST_MS, ...(apiKey && { apiKey }), defaultWaitOptions: { timeout: TASK_MS, interval: 50 } });

const statusOf = (error: unknown): number | null => (error instanceof MeilisearchApiError ? error.response.status : null);
const codeOf = (error: unknown): string | null => (error instanceof MeilisearchApiError ? (error.cause?.code ?? null) : null);
const isBusy = (error: unknown): boolean => statusOf(error) === 503 || statusOf(error) === 429;

export const isMissing = (error: unknown): boolean => codeOf(error) === 'index_not_found';

/** No answer, an answer of 5xx, no index, or a key that is not taken: what was asked is not to blame. */
export const isServerAway = (error: unknown): boolean => {
  const status = statusOf(error);
  if (status === null) return error instanceof MeilisearchError;
  return status >= 500 || status === 429 || status === 401 || status === 403 || isMissing(error);
};

/** A task was taken and has failed. */
class TaskFailed extends Error {
  override name = 'TaskFailed';
}

/** Asks again, with growing pauses and jitter, while the server says that it has too much to do (503, or 429). */
export async function patiently<T>(ask: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await ask();
    } catch (error) {
      if (!isBusy(error) || attempt === TRIES) throw error;
      await after(25 * 2 ** attempt * (0.5 + Math.random()));
    }
  }
}

/** Sends and waits until it has been carried out; a code among `accepted` is as good as done. */
export async function carriedOut(send: () => EnqueuedTaskPromise, accepted: string[] = []): Promise<void> {
  settled(await patiently(() => send().waitTask()), accepted);
}

function settled({ status, error, type }: Task, accepted: string[] = []): void {
  if (status === 'succeeded' || accepted.includes(error?.code ?? '')) return;
  throw new TaskFailed(`${type} is ${status}: ${error?.message ?? 'no reason given'}`);
}

/** Makes an index with its settings; one that is there already gets them, too. */
export async function makeIndex(server: Meilisearch, uid: string): Promise<void> {
  await carriedOut(() => server.createIndex(uid, { primaryKey: PRIMARY_KEY }), ['index_already_exists']);
  await carriedOut(() => server.index(uid).updateSettings(INDEX_SETTINGS));
}

export const dropIndex = (server: Meilisearch, uid: string): Promise<void> =>
  carriedOut(() => server.deleteIndex(uid), ['index_not_found']);
