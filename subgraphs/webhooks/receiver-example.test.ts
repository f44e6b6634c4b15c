import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { freePort } from '../../kit/free-port.ts';
import { newSecret, signedHeaders } from './signature.ts';

const [, EXAMPLE] = /```js\n([\s\S]*?)```/.exec(readFileSync(new URL('../../docs/webhooks.md', import.meta.url), 'utf8'))!;

test('the receiver of docs/webhooks.md takes what we sign, once, and nothing else', async () => {
  const [secret, port] = [newSecret(), await freePort()];
  const child = spawn(process.execPath, ['--input-type=module', '--eval', EXAMPLE!], {
    env: { ...process.env, WEBHOOK_SECRET: secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let printed = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    printed += chunk;
  });
  const post = (headers: Record<string, string>, body: string) =>
    fetch(`http://127.0.0.1:${port}/`, { method: 'POST', headers, body }).then(
      ({ status }) => status,
      () => null,
    );
  try {
    const timestamp = Math.floor(Date.now() / 1000);
    const body = JSON.stringify({ type: 'order.placed', data: { name: 'Ä' } });
    const signed = signedHeaders({ id: 'msg_1', timestamp, body }, [newSecret(), secret]);
    await expect.poll(() => post(signed, body), { timeout: 20_000 }).toBe(204);
    expect(await post(signed, body)).toBe(204);
    expect(await post(signed, body.replace('placed', 'edited'))).toBe(401);
    expect(await post(signedHeaders({ id: 'msg_2', timestamp, body }, [newSecret()]), body)).toBe(401);
    for (const wrong of [timestamp - 400, timestamp + 400, Number.NaN])
      expect(await post(signedHeaders({ id: 'msg_3', timestamp: wrong, body }, [secret]), body)).toBe(401);
    await expect.poll(() => printed.match(/order\.placed/g)).toHaveLength(1);
  } finally {
    child.kill();
  }
});
