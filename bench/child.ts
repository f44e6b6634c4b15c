import { fork } from 'node:child_process';
import { once } from 'node:events';

type Answer<R> = { result: R } | { fault: string };

/** A process of its own that was given a job; `result` is what it has answered, `close` ends it. */
export type Child<R> = { result: R; close(): Promise<void> };
/** One that has loaded its code and waits for a job. */
export type ReadyChild<J, R> = { run(job: J): Promise<R>; close(): Promise<void> };

/**
 * Starts one of our files in a process of its own, so that it shares no event loop with what it measures; `run` rejects when it
 * fails or ends without an answer. It ends when `signal` aborts or when we do.
 */
export async function startChild<J, R>(file: URL, signal: AbortSignal): Promise<ReadyChild<J, R>> {
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
  const heard = () =>
    new Promise<unknown>((resolve, reject) => {
      child.once('message', resolve);
      exited.then(() => reject(new Error(`${file.pathname} ended without an answer`)), reject);
    });
  const run = async (job: J): Promise<R> => {
    const answering = heard();
    child.send(job as object);
    const answer = (await answering) as Answer<R>;
    if ('fault' in answer) throw new Error(answer.fault);
    return answer.result;
  };
  await orClose(heard(), close);
  return { run, close };
}

/** Starts it and gives it its job at once. */
export async function openChild<J, R>(file: URL, job: J, signal: AbortSignal): Promise<Child<R>> {
  const { run, close } = await startChild<J, R>(file, signal);
  return { result: await orClose(run(job), close), close };
}

async function orClose<T>(work: Promise<T>, close: () => Promise<void>): Promise<T> {
  try {
    return await work;
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
  // whoever has started us may have times in its job
  process.send!('ready');
}
