import { fork } from 'node:child_process';
import { once } from 'node:events';

type Answer<R> = { result: R } | { fault: string };

/** A process of its own that was given a job; `result` is what it has answered, `close` ends it. */
export type Child<R> = { result: R; close(): Promise<void> };

/**
 * Starts one of our files in a process of its own, so that it shares no event loop with what it measures. Rejects when it
 * fails or ends without an answer; ends when `signal` aborts or when we do.
 */
export async function openChild<J, R>(file: URL, job: J, signal: AbortSignal): Promise<Child<R>> {
  signal.throwIfAborted();
  const child = fork(file, { execArgv: ['--import', 'tsx'], env: { ...process.env, NODE_ENV: 'production' }, serialization: 'advanced' });
  const exited = once(child, 'exit');
  const kill = () => void child.kill('SIGKILL');
  signal.addEventListener('abort', kill);
  const close = async () => {
    signal.removeEventListener('abort', kill);
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
    await exited;
  };
  try {
    child.send(job as object);
    const answer = await new Promise<Answer<R>>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Answer<R>));
      exited.then(() => reject(new Error(`${file.pathname} ended without an answer`)), reject);
    });
    if ('fault' in answer) throw new Error(answer.fault);
    return { result: answer.result, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A child that is done when it has answered. */
export async function runChild<J, R>(file: URL, job: J, signal: AbortSignal): Promise<R> {
  const child = await openChild<J, R>(file, job, signal);
  await child.close();
  return child.result;
}

/** The other side: does the job that the parent sends, and ends with the parent. */
export function serveJob<J, R>(work: (job: J) => Promise<R>): void {
  process.once('disconnect', () => process.exit(0));
  process.once('message', (job) => {
    work(job as J)
      .then(
        (result): Answer<R> => ({ result }),
        (error: unknown): Answer<R> => ({ fault: error instanceof Error ? error.message : String(error) }),
      )
      .then((answer) => process.send!(answer));
  });
}
