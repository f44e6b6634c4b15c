type TaskError = { message: string; code: string; type: string; link: string };
type Task = {
  uid: number;
  batchUid: number | null;
  indexUid: string | null;
  status: 'enqueued' | 'succeeded' | 'failed';
  type: string;
  error: TaskError | null;
  enqueuedAt: string;
  startedAt: string | null;
  finishedAt: string | null;
};

/** What is to be done is answered at once and done later, one after the other, as the real queue does. */
export function createTasks() {
  const tasks: Task[] = [];
  return {
    enqueue(type: string, indexUid: string | null, work: () => TaskError | null) {
      const uid = tasks.length;
      const enqueuedAt = new Date().toISOString();
      const task: Task = {
        uid,
        batchUid: null,
        indexUid,
        status: 'enqueued',
        type,
        error: null,
        enqueuedAt,
        startedAt: null,
        finishedAt: null,
      };
      tasks.push(task);
      setImmediate(() => {
        task.error = work();
        const now = new Date().toISOString();
        Object.assign(task, { batchUid: uid, startedAt: now, finishedAt: now, status: task.error ? 'failed' : 'succeeded' });
      });
      return { status: 202, body: { taskUid: uid, indexUid, status: 'enqueued', type, enqueuedAt } };
    },
    read(uid: string | undefined) {
      const view = (task: Task) => ({ ...task, canceledBy: null, details: null, duration: task.finishedAt && 'PT0.001S' });
      if (uid === undefined) {
        const results = [...tasks].reverse().map(view);
        return { status: 200, body: { results, total: tasks.length, limit: 20, from: tasks.length - 1, next: null } };
      }
      const task = tasks[Number(uid)];
      if (task) return { status: 200, body: view(task) };
      const code = 'task_not_found';
      const error = {
        message: `Task \`${uid}\` not found.`,
        code,
        type: 'invalid_request',
        link: `https://docs.meilisearch.com/errors#${code}`,
      };
      return { status: 404, body: error };
    },
  };
}
