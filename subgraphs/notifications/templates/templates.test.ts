import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { OrderSummary } from '../../orders/contract.ts';
import { MailKind } from '../contract.ts';
import { html } from './html.ts';
import { shownMoney } from './layout.ts';
import { orderPlaced } from './order-placed.ts';
import { orderShipped } from './order-shipped.ts';
import { SAMPLES } from './samples.ts';

const order = (title: string, name = 'Ada'): OrderSummary => ({
  orderId: '00000000-0000-7000-8000-000000000000',
  customerId: null,
  number: 'H7',
  status: 'PAID',
  email: 'ada@example.com',
  currencyCode: 'JPY',
  lines: [{ orderLineId: 'l', sku: 'A', title, quantity: 2, unitPriceMinor: 1990, lineTotalMinor: 3980 }],
  totals: { subtotalMinor: 3980, deliveryMinor: 0, taxMinor: 362, discountMinor: 100, totalMinor: 4242 },
  shippingAddress: { name, line1: '1', city: 'Tokyo', postalCode: '100', countryCode: 'JP' },
});

test.each([
  [1990, 'EUR', '€19.90'],
  [1990, 'JPY', '¥1,990'],
  [1990, 'KWD', 'KWD 1.990'],
  [5, 'USD', '$0.05'],
  [-100, 'EUR', '-€1.00'],
  [9007199254740991, 'EUR', '€90,071,992,547,409.91'],
])('%i of %s are %s', (minor, currency, shown) => {
  expect(shownMoney(minor, currency).replaceAll(/\s/g, ' ')).toBe(shown);
});

test('whatever a title or a name holds, it is text of the mail and no markup', () => {
  const marked = fc
    .array(fc.constantFrom('<b>', '</td>', '"', "'", '&lt;', '<script>', 'x', '\n', '{}', '$&'), { maxLength: 8 })
    .map((parts) => parts.join(''));
  const tags = (page: string) => page.match(/<[a-z/!]/gi)!.length;
  fc.assert(
    fc.property(marked, marked, (title, name) => {
      const plain = orderPlaced(order('x', 'x'));
      const mail = orderPlaced(order(`x${title}`, `x${name}`));
      expect(tags(mail.html)).toBe(tags(plain.html));
      expect(mail.text.split('\n')).toHaveLength(plain.text.split('\n').length);
      expect(mail.subject).toBe(plain.subject);
    }),
  );
});

test('what is escaped once is not escaped twice, and HTML in HTML stays HTML', () => {
  expect(html`<p>${html`<b>${'a & b'}</b>`}${[html`<i>1</i>`]}</p>`.html).toBe('<p><b>a &amp; b</b><i>1</i></p>');
});

test('totals that are nothing are not shown, and the others add up', () => {
  const { text } = orderPlaced(order('x'));
  expect(text).not.toContain('Delivery');
  expect(text).toContain('Subtotal: ¥3,980\nTax: ¥362\nDiscount: -¥100\nTotal: ¥4,242');
});

test('a link to follow a parcel is one of the web, or none', () => {
  const shipped = (trackingUrl: string) =>
    orderShipped(order('x'), { carrier: 'DHL', trackingNumber: '42', trackingUrl, lines: [{ orderLineId: 'l', quantity: 1 }] }).html;
  expect(shipped('https://track.example.com/?a=1&b="')).toContain('href="https://track.example.com/?a=1&amp;b=&quot;"');
  expect(shipped('javascript:alert(1)')).not.toContain('href');
});

test.each(MailKind.options)('%s has a sample that is whole', (kind) => {
  const { subject, text, html: page } = SAMPLES[kind]();
  expect(`${subject}${text}`).toMatch(/H100001|token=made-up/);
  expect(`${subject}${text}${page}`).not.toMatch(/undefined|null|NaN|\[object/);
  expect(page).not.toMatch(/src=|@import|url\(/);
});
