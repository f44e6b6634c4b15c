import { randomBytes, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import { SIMULATOR_KEY } from '../wiring/simulator.ts';
import { type Data, until } from './shopper.ts';
import { story } from './story.ts';
import { spansOf, wasSent } from './trace-receiver.ts';

const ADDRESS_OF = (canary: (what: string) => string) => ({
  name: canary('name'),
  line1: canary('street'),
  line2: canary('floor'),
  city: canary('city'),
  region: canary('region'),
  postalCode: '10115',
  countryCode: 'DE',
  phone: canary('phone'),
});
const CHECKOUT = 'mutation($i:CheckoutInput!){checkout(input:$i){__typename ... on CheckoutCompleted{attemptId accessToken order{id}}}}';
const AUTH = '{accessToken refreshToken userErrors{code}}';

story(
  'of what a customer or a thief has sent, nothing is in any log and in no trace',
  async (me, { base, env, logs, traces, adminKey }) => {
    const planted: string[] = [];
    const canary = (what: string): string => {
      planted.push(`${what}-cnry-${randomBytes(6).toString('hex')}`);
      return planted.at(-1)!;
    };
    const mail = () => `${canary('mail')}@example.com`;
    const post = async (to: string, body: unknown, headers: Record<string, string> = {}): Promise<Data> => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      const response = await fetch(base + to, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: text });
      return { status: response.status, ...((await response.json()) as object) };
    };
    const ask = (query: string, variables: object = {}, headers: Record<string, string> = {}) =>
      post('/graphql', { query, variables }, { 'x-forwarded-for': `10.9.${randomBytes(2).join('.')}`, ...headers });
    const trace = randomBytes(16).toString('hex');
    const buy = (input: object, headers = {}) =>
      ask(CHECKOUT, { i: input }, { traceparent: `00-${trace}-00f067aa0ba902b7-01`, ...headers });

    // a customer, with all that can be said
    const [email, password] = [mail(), canary('password')];
    const registered = await ask(`mutation($e:String!,$p:String!,$n:String){customerRegister(email:$e,password:$p,name:$n)${AUTH}}`, {
      ...{ e: email, p: password, n: canary('customer') },
    });
    const { accessToken, refreshToken } = registered.data.customerRegister;
    planted.push(accessToken, refreshToken);
    const signedIn = { authorization: `Bearer ${accessToken}` };
    await ask('mutation($a:AddressInput!){customerAddressSave(address:$a){address{id}}}', { a: ADDRESS_OF(canary) }, signedIn);

    // a purchase; one that the provider answers with 500 and then takes; one that it refuses; one of goods that are gone
    const { variantId } = await me.product(5);
    const about = () => ({ idempotencyKey: canary('key'), email: mail(), shippingAddress: ADDRESS_OF(canary) });
    const bought = (await buy(me.buyingOne(variantId, about()), signedIn)).data.checkout;
    expect(bought.__typename).toBe('CheckoutCompleted');
    planted.push(bought.attemptId, bought.accessToken);
    await fetch(`${env.SIMULATOR_URL}/v1/test_helpers/faults`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${SIMULATOR_KEY}` },
      body: JSON.stringify({
        match: { method: 'POST', path: '/v1/payment_intents$', paymentMethod: 'pm_card_mastercard' },
        kind: '500',
        times: 2,
      }),
    });
    for (const paymentMethodId of ['pm_card_mastercard', 'pm_card_chargeDeclined', canary('pm')])
      await buy(me.buyingOne(variantId, { ...about(), paymentMethodId }));
    await buy(me.buying({ lines: [{ variantId, quantity: 99 }] }, about()));

    // what does not fit, and what is nobody's
    await buy({ ...me.buyingOne(variantId, about()), lines: [{ variantId: canary('variant'), quantity: canary('quantity') }] });
    await buy({ ...about(), [canary('field').replaceAll('-', '_')]: 1 });
    await ask(
      `{ ${canary('alias').replaceAll('-', '_')}: product(id: "${canary('id')}") { title } ${canary('unknown').replaceAll('-', '_')} }`,
    );
    await ask(`query ${canary('operation').replaceAll('-', '_')} { products(search: "${canary('search')}") { totalCount } }`);
    await ask('query($t:String!,$i:ID!){order(accessToken:$t,id:$i){id}}', { t: canary('access'), i: bought.order.id });
    await ask('query($i:ID!){checkoutAttempt(id:$i){__typename}}', { i: canary('attempt') });
    await ask('mutation($t:String!){customerEmailVerify(token:$t){userErrors{code}}}', { t: canary('link') });
    await ask('mutation($t:String!){customerPasswordReset(token:$t,password:"0123456789"){userErrors{code}}}', { t: canary('reset') });
    await ask('mutation($t:String!){customerLoginWithIdToken(idToken:$t){userErrors{code}}}', { t: canary('idtoken') });
    await ask(`mutation($t:String!){customerTokenRefresh(refreshToken:$t)${AUTH}}`, { t: canary('refresh') });
    await ask('mutation($i:JoinWaitingRoomInput!){joinWaitingRoom(input:$i){userErrors{code}}}', {
      i: { saleId: randomUUID(), visitorId: canary('visitor') },
    });
    await ask('{ me { id } }', {}, { authorization: `Bearer ${canary('bearer')}` });
    await post('/graphql', `{"query": "${canary('broken')}`);
    await post(
      '/graphql',
      { query: '{__typename}' },
      { 'x-currency': canary('currency'), 'accept-language': canary('language'), traceparent: canary('trace') },
    );
    const wrong = { e: mail(), p: canary('guess') };
    for (let i = 0; i < 12; i++)
      await ask(`mutation($e:String!,$p:String!){customerLogin(email:$e,password:$p)${AUTH}}`, wrong, { 'x-forwarded-for': '10.8.0.1' });

    // staff, the provider, and who would like to be one of them
    await post('/admin/graphql', { query: '{orders{nodes{id}}}' }, { authorization: `Bearer ${canary('adminkey')}` });
    await post('/admin/sign-in', { email: mail(), password: canary('staffpassword') });
    await post('/admin/accept-invitation', { token: canary('invitation'), password: canary('chosen') });
    await fetch(`${base}/webhooks/stripe`, { method: 'POST', headers: { 'stripe-signature': canary('signature') }, body: canary('hook') });
    await me.manage('mutation($i:CancelOrderInput!){cancelOrder(input:$i){userErrors{code}}}', {
      i: { idempotencyKey: canary('cancelkey'), orderId: bought.order.id, reason: canary('reason') },
    });
    planted.push(adminKey, env.SECRET!);

    // when the last of it has been said, the mails among it
    const spans = await until(
      () => spansOf(traces, trace),
      (seen) => seen.filter(({ name }) => name === 'send mail').length >= 2,
    );
    expect(spans.filter(({ name }) => name === 'send mail').length).toBeGreaterThanOrEqual(2);
    const written = () => readdirSync(logs).map((file) => ({ file, text: readFileSync(path.join(logs, file), 'utf8') }));
    const lines = () =>
      written().flatMap(({ text }) =>
        text
          .split('\n')
          .filter((line) => line.startsWith('{'))
          .map((line) => JSON.parse(line) as Data),
      );
    await until(
      async () => lines(),
      (all) => all.some(({ saga, ending }) => saga === 'CancelOrder' && ending === 'done'),
    );

    const leaks = (found: (text: string) => boolean) => planted.filter((text) => found(text.toLowerCase()) || found(text));
    for (const { file, text } of written()) {
      // the start of a shop in one process shows the key that it has drawn; this one was given, and is not
      const shown = text.toLowerCase();
      expect(
        leaks((word) => shown.includes(word) || text.includes(word)),
        file,
      ).toEqual([]);
    }
    const sent = await Promise.all(planted.map(async (text) => ((await wasSent(traces, text)) ? [text] : [])));
    expect(sent.flat()).toEqual([]);
    // what an operator asks about is there all the same, and no line has lost a field that nobody has thought of
    const said = lines();
    for (const msg of [
      'checkout answered',
      'a saga was run',
      'a webhook of the payment provider is taken',
      'a webhook of the payment provider is refused',
    ])
      expect(said.filter((line) => line.msg === msg).length, msg).toBeGreaterThan(0);
    expect(said).toContainEqual(
      expect.objectContaining({ msg: 'checkout answered', trace_id: trace, order_id: bought.order.id, code: '' }),
    );
    expect(said).toContainEqual(
      expect.objectContaining({ msg: 'a saga was run', trace_id: trace, order_id: bought.order.id, ending: 'done' }),
    );
    expect(said.some(({ msg, kind }) => msg === 'too many tries: somebody is turned away' && kind === 'sign-in')).toBe(true);
    expect(said.filter(({ cut }) => cut)).toEqual([]);
  },
);
