import { spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import path from 'node:path';
import { expect } from 'vitest';
import { until } from './shopper.ts';
import { story } from './story.ts';
import { spansOf } from './trace-receiver.ts';

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
    const input = me.buyingOne(variantId, { email });
    const trace = randomBytes(16).toString('hex');
    await me.checkout(input, { traceparent: `00-${trace}-00f067aa0ba902b7-01` });
    const { order } = await me.settled(input);
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
    // what left the shop is found in the trace of the purchase
    const left = async () => (await spansOf(shop.traces, trace)).filter(({ name }) => /^send (mail|webhook)$/.test(name));
    const about = (await until(left, (spans) => spans.length === 2)).map(({ name, failed, attributes }) => [name, failed, attributes]);
    expect(about).toEqual(
      expect.arrayContaining([
        ['send mail', false, expect.objectContaining({ 'holdfast.mail': expect.any(String) })],
        ['send webhook', false, expect.objectContaining({ 'holdfast.event': 'order.placed' })],
      ]),
    );
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
