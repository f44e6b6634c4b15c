import Stripe from 'stripe';
import { expect, test } from 'vitest';
import { verifiedEvent } from './webhook-signature.ts';

const { webhooks } = new Stripe('sk_test_holdfast');
const NOW = 1_800_000_000;
const SECRETS = ['whsec_current', 'whsec_previous'];
const BODY =
  '{"id":"evt_1","object":"event","type":"charge.captured","data":{"object":{"object":"charge","id":"ch_ü","payment_intent":"pi_1"}}}';

const header = (payload = BODY, secret = 'whsec_current', timestamp = NOW) =>
  webhooks.generateTestHeaderString({ payload, secret, timestamp });
const v1 = (payload = BODY, secret = 'whsec_current', timestamp = NOW) => header(payload, secret, timestamp).split(',v1=')[1]!;
const check = (body: string | Buffer, signature: string, secrets = SECRETS) =>
  verifiedEvent(webhooks, Buffer.from(body as string), signature, secrets, NOW * 1000);

const genuine: [string, string][] = [
  ['the current secret', header()],
  ['the previous secret, while they are rotated', header(BODY, 'whsec_previous')],
  ['two v1, the first of another secret', `t=${NOW},v1=${v1(BODY, 'whsec_retired')},v1=${v1()}`],
  ['two v1, the last of another secret', `t=${NOW},v1=${v1()},v1=${v1(BODY, 'whsec_retired')}`],
  ['a v0 of nobody beside a v1 of ours', `t=${NOW},v0=${'0'.repeat(64)},v1=${v1()}`],
  ['five minutes old', header(BODY, 'whsec_current', NOW - 300)],
  ['five minutes ahead', header(BODY, 'whsec_current', NOW + 300)],
];

test.each(genuine)('F29 accepted: %s', (_, signature) => {
  expect(check(BODY, signature)).toEqual({ id: 'evt_1', type: 'charge.captured', objectId: 'ch_ü', intentId: 'pi_1', payload: BODY });
});

const bytes = Buffer.from(BODY);
const invalidUtf8 = Buffer.concat([bytes.subarray(0, bytes.indexOf('ü')), Buffer.from([0xfc]), bytes.subarray(bytes.indexOf('ü') + 2)]);
const replaced = BODY.replace('ü', '\ufffd');
const forged: [string, string | Buffer, string][] = [
  ['no signature', BODY, ''],
  ['nonsense', BODY, 'nonsense'],
  ['only a time', BODY, `t=${NOW}`],
  ['only a v1', BODY, `v1=${v1()}`],
  ['a secret of somebody else', BODY, header(BODY, 'whsec_somebody')],
  ['an empty secret', BODY, `t=${NOW},v1=${v1(BODY, ' ')}`],
  ['a digest of zeros', BODY, `t=${NOW},v1=${'0'.repeat(64)}`],
  ['a digest cut short', BODY, `t=${NOW},v1=${v1().slice(0, 63)}`],
  ['only v0, with the right digest', BODY, `t=${NOW},v0=${v1()}`],
  ['301 s old', BODY, header(BODY, 'whsec_current', NOW - 301)],
  ['301 s ahead', BODY, header(BODY, 'whsec_current', NOW + 301)],
  ['a year ahead', BODY, header(BODY, 'whsec_current', NOW + 31_536_000)],
  ['an old signature under a fresh time', BODY, `t=${NOW},v1=${v1(BODY, 'whsec_current', NOW - 3600)}`],
  ['two times, the fresh one first', BODY, `t=${NOW},t=${NOW - 3600},v1=${v1(BODY, 'whsec_current', NOW - 3600)}`],
  ['a time that is no number', BODY, `t=soon,v1=${v1()}`],
  ['a time without end', BODY, `t=${'9'.repeat(400)},v1=${v1()}`],
  ['an altered body', BODY.replace('pi_1', 'pi_2'), header()],
  ['a body with one space more', `${BODY} `, header()],
  ['a body that was parsed and written again', JSON.stringify(JSON.parse(BODY), null, 2), header()],
  ['a body in another encoding', Buffer.from(BODY, 'utf16le'), header()],
  ['a byte order mark before it', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]), header()],
  ['bytes that only read like the signed ones', invalidUtf8, header(replaced)],
  ['an empty body', '', header('')],
  ['signed, but no JSON', 'not json', header('not json')],
  ['signed, but no event', '{"object":"charge","id":"ch_1"}', header('{"object":"charge","id":"ch_1"}')],
  ['signed, but null', 'null', header('null')],
];

test.each(forged)('F29 refused: %s', (_, body, signature) => {
  expect(check(body, signature)).toBeNull();
});

test('F29 refused: everything, while no secret is configured', () => {
  expect(check(BODY, header(), [])).toBeNull();
  expect(check(BODY, header(BODY, 'x'), [''])).toBeNull();
});
