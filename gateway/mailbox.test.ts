import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Mailbox } from './mailbox.ts';
import { testGateway } from './testing/gateway.ts';
import { wire } from './testing/wire.ts';

const MAIL = {
  id: 'm1',
  kind: 'ORDER_PLACED',
  to: '<ada>@example.com',
  subject: 'Hello <script>alert(1)</script>',
  status: 'SENT',
  at: '2026-01-31T09:00:00.000Z',
  text: 'plain & simple',
  html: '<p>written <a href="https://example.com">by us</a></p><script>alert(2)</script>',
};
const mailbox: Mailbox = {
  list: async () => [MAIL],
  read: async (id) => (id === MAIL.id ? MAIL : null),
  templates: ['ORDER_PLACED'],
  preview: async (name) => (name === 'ORDER_PLACED' ? MAIL : null),
};

let open: Awaited<ReturnType<typeof testGateway>>;
let closed: Awaited<ReturnType<typeof testGateway>>;
beforeAll(async () => {
  [open, closed] = await Promise.all([testGateway({ mailbox }), testGateway()]);
});
afterAll(() => Promise.all([open.close(), closed.close()]));

const PATHS = ['/mailbox', '/mailbox/m1', '/mailbox/m1/html', '/mailbox/templates/ORDER_PLACED', '/mailbox/templates/ORDER_PLACED/html'];
const browser = { headers: { accept: 'text/html' } };

describe('the mailbox of a developer', () => {
  test('lists mails, shows one, and shows what they look like', async () => {
    for (const path of PATHS) expect((await open.send(path, browser)).status, path).toBe(200);
    expect((await open.send('/mailbox', browser)).text).toContain('href="/mailbox/m1"');
    expect((await open.send('/mailbox/m1', browser)).text).toContain('src="/mailbox/m1/html"');
    expect((await open.send('/mailbox/nothing', browser)).status).toBe(404);
    expect((await open.send('/mailbox/templates/nothing', browser)).status).toBe(404);
  });

  test('what is in a mail is text on its page, and runs nothing in its frame', async () => {
    for (const path of ['/mailbox', '/mailbox/m1', '/mailbox/templates/ORDER_PLACED']) {
      const { text, headers } = await open.send(path, browser);
      expect(text).not.toMatch(/<script|<ada/);
      expect(headers.get('content-security-policy')).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
      expect(headers.get('cache-control')).toBe('no-store');
    }
    const policy = (await open.send('/mailbox/m1/html')).headers.get('content-security-policy')!;
    expect(policy).toMatch(/default-src 'none';.*sandbox/);
    expect(policy).not.toMatch(/script-src|allow-scripts|allow-same-origin/);
  });

  test('a program gets the same as JSON', async () => {
    expect(JSON.parse((await open.send('/mailbox')).text)).toEqual({ mails: [MAIL] });
    expect(JSON.parse((await open.send('/mailbox/m1')).text)).toEqual({ mail: MAIL });
  });

  test('whoever is brought by a proxy, or by a name from elsewhere, finds nothing', async () => {
    for (const path of PATHS) {
      expect((await open.send(path, { headers: { 'x-forwarded-for': '203.0.113.7' } })).status).toBe(404);
      expect((await open.send(path, { headers: { forwarded: 'for=203.0.113.7' } })).status).toBe(404);
    }
    const socket = await wire(open.port);
    for (const host of ['evil.example.com', 'localhost.example.com', 'localhost:4000'])
      await socket.write(`GET /mailbox HTTP/1.1\r\nhost: ${host}\r\n\r\n`);
    await expect.poll(() => socket.statuses()).toEqual([404, 404, 200]);
    socket.abort();
  });

  test('there is none unless it is given', async () => {
    for (const path of PATHS) expect((await closed.send(path, browser)).status, path).toBe(404);
  });
});
