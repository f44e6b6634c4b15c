import { type ChildProcess, spawn } from 'node:child_process';
import type { Server as HttpServer } from 'node:http';
import net from 'node:net';

/** Handles beside the server's own. */
const MORE = 15;
/** Sends back what it is sent: over the way between two processes a handle travels as a second descriptor of the same socket. */
const ECHO = "process.on('message', (_, handle) => process.send(0, handle))";
const PATIENCE_MS = 5_000;

/**
 * Lets a server that listens take sixteen new connections in a turn of the event loop instead of one.
 *
 * Node takes one from each listening handle and turn (libuv since 1.45). A busy turn takes 10 ms and more, and then a hundred visitors a second are
 * let in at most: all others wait in the kernel's line, for seconds, while those who are connected are answered at once. So the listening
 * socket gets more handles. Node has no call for that; a process that sends a handle back makes one. Rejects where it cannot be had: the server
 * goes on as it was. Close before the server is closed; the promise ends with the last connection.
 */
export async function acceptMore(server: HttpServer, more = MORE): Promise<{ close(): Promise<void> }> {
  const handles = await duplicates(server, more);
  const doors = handles.map((handle) => {
    const door = net.createServer({ allowHalfOpen: true, noDelay: true }, (socket) => server.emit('connection', socket));
    return door.listen(handle);
  });
  return { close: async () => void (await Promise.all(doors.map((door) => new Promise((resolve) => door.close(resolve))))) };
}

type Handle = net.Socket;
const handleOf = (server: HttpServer): Handle => (server as unknown as { _handle: Handle })._handle;

async function duplicates(server: HttpServer, count: number): Promise<Handle[]> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const echo: ChildProcess = spawn(process.execPath, ['-e', ECHO], { env, stdio: ['ignore', 'ignore', 'ignore', 'ipc'] });
  try {
    return await new Promise((resolve, reject) => {
      const got: Handle[] = [];
      setTimeout(() => reject(new Error(`no more handles within ${PATIENCE_MS} ms`)), PATIENCE_MS).unref();
      echo.on('error', reject).on('exit', () => reject(new Error('the process that sends handles back has ended')));
      echo.on('message', (_message, handle) => got.push(handle as Handle) === count && resolve(got));
      for (let i = 0; i < count; i++) echo.send(0, handleOf(server));
    });
  } finally {
    echo.kill();
  }
}
