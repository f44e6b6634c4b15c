import { expect, test } from 'vitest';
import { keptAnswer } from './kept-answer.ts';

const kept = (contentType: string) =>
  keptAnswer({
    question: {
      key: 'k',
      cacheability: 'until purged',
      variant: { id: 'j', contentType, locale: 'en', currency: '' },
      ask: { method: 'POST', headers: {}, search: '', body: { text: '{}', json: {} } },
    },
    body: Buffer.from('{}'),
    tags: ['catalog:p1'],
    lifetime: { freshMs: 1_000, staleMs: 1_000 },
    now: 0,
  });

test('a header that would begin another line is refused before anything is kept: its head is sent as it stands', () => {
  expect(kept('application/json').head).toMatch(/^(?:[\w-]+: [^\r\n]+\r\n)+$/);
  expect(() => kept('application/json\r\nset-cookie: a=b')).toThrow('Invalid character');
});
