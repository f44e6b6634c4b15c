import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect } from 'vitest';
import { story } from './story.ts';

story('who has bought gets a mail, and a tool outside hears of the order what its query asks', async (me, shop) => {
  const query = 'query ($id: ID!) { order(id: $id) { number email lines { quantity } } }';
  const args = ['tools/run.mjs', 'webhooks:listen', '--port', '0', '--events', 'order.placed', '--query', query];
  const listener = spawn(process.execPath, args, {
    cwd: path.resolve(import.meta.dirname, '..'),
    env: { ...process.env, ...shop.env, PUBLIC_URL: shop.base, ADMIN_API_KEY: shop.adminKey },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise<number | null>((resolve) => listener.once('exit', resolve));
  let heard = '';
  listener.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    heard += chunk;
  });
  try {
    await expect.poll(() => heard, { timeout: 30_000 }).toContain('Listening at http://127.0.0.1:');
    const email = `${randomUUID().slice(0, 8)}@example.com`;
    const { variantId } = await me.product(3);
    const { order } = await me.settled(me.buyingOne(variantId, { email }));
    await expect.poll(() => heard, { timeout: 30_000 }).toContain(`"number": "${order.number}"`);
    expect(heard).toContain('signature ok  answered 204');
    expect(heard).toContain(`"email": "${email}"`);
    await expect
      .poll(() => mailsTo(shop.base, email), { timeout: 30_000 })
      .toMatchObject([{ subject: `Your order ${order.number}`, status: 'SENT' }]);
    const { webhookDeliveries } = await me.manage('query($id:String!){webhookDeliveries(filter:{subjectId:$id}){nodes{status attempts}}}', {
      id: order.id,
    });
    expect(webhookDeliveries.nodes).toEqual([{ status: 'DELIVERED', attempts: 1 }]);
  } finally {
    listener.kill('SIGINT');
  }
  expect(await ended).toBe(0);
  expect((await me.manage('{ webhookSubscriptions { id } }')).webhookSubscriptions).toEqual([]);
});

async function mailsTo(base: string, email: string): Promise<object[]> {
  const { mails } = (await (await fetch(`${base}/mailbox`)).json()) as { mails: { to: string }[] };
  return mails.filter(({ to }) => to === email);
}
