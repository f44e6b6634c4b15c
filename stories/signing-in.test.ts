import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { ADDRESS, type Data, until } from './shopper.ts';
import { story } from './story.ts';

const AUTH = '{ accessToken refreshToken customer { id } userErrors { code } }';

story('a customer registers, buys to an address of theirs, and nobody else sees any of it', async (me, { base }) => {
  const as = async (token: string | null, query: string, variables: object = {}): Promise<Data> => {
    const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
    const response = await fetch(`${base}/graphql`, { method: 'POST', headers, body: JSON.stringify({ query, variables }) });
    return { status: response.status, ...((await response.json()) as object) };
  };
  const register = async (): Promise<Data> => {
    const answer = await as(null, `mutation ($e: String!) { customerRegister(email: $e, password: "correct horse battery") ${AUTH} }`, {
      e: `ada-${randomUUID()}@example.com`,
    });
    return answer.data.customerRegister;
  };
  const [ada, eve] = [await register(), await register()];
  const saved = await as(
    ada.accessToken,
    'mutation ($a: AddressInput!) { customerAddressSave(address: $a) { address { id isDefault } userErrors { code } } }',
    { a: ADDRESS },
  );
  const addressId: string = saved.data.customerAddressSave.address.id;
  const ME = '{ me { id addresses { id } } }';
  expect((await as(ada.accessToken, ME)).data.me).toEqual({ id: ada.customer.id, addresses: [{ id: addressId }] });
  expect((await as(eve.accessToken, ME)).data.me).toEqual({ id: eve.customer.id, addresses: [] });
  expect((await as(null, ME)).data.me).toBeNull();

  const { variantId } = await me.product(5);
  const input = me.buying({ lines: [{ variantId, quantity: 1 }] }, { shippingAddress: null, addressId });
  const BUY = `mutation ($i: CheckoutInput!) { checkout(input: $i) { __typename
    ... on CheckoutCompleted { replayed accessToken order { id shippingAddress { line1 } } }
    ... on CheckoutRejected { userErrors { code } } } }`;
  const buy = (token: string | null): Promise<Data> =>
    until(
      async () => (await as(token, BUY, { i: input })).data.checkout,
      (answer: Data) => /Completed|Rejected/.test(answer.__typename),
    );
  const bought = await buy(ada.accessToken);
  expect(bought).toMatchObject({ __typename: 'CheckoutCompleted', order: { shippingAddress: { line1: ADDRESS.line1 } } });
  // the same key and the same words of somebody else are another attempt, and tell nothing of the first (F36)
  expect(await buy(eve.accessToken)).toEqual({ __typename: 'CheckoutRejected', userErrors: [{ code: 'ADDRESS_NOT_FOUND' }] });
  expect(await buy(null)).toEqual({ __typename: 'CheckoutRejected', userErrors: [{ code: 'INVALID_ADDRESS' }] });
  expect(await buy(ada.accessToken)).toEqual({ ...bought, replayed: true });

  const REFRESH = `mutation ($t: String!) { customerTokenRefresh(refreshToken: $t) ${AUTH} }`;
  const refreshed = (await as(null, REFRESH, { t: ada.refreshToken })).data.customerTokenRefresh;
  expect((await as(refreshed.accessToken, ME)).data.me.id).toBe(ada.customer.id);
  await as(null, 'mutation ($t: String!) { customerLogout(refreshToken: $t) { userErrors { code } } }', { t: refreshed.refreshToken });
  expect((await as(null, REFRESH, { t: refreshed.refreshToken })).data.customerTokenRefresh.userErrors).toEqual([
    { code: 'INVALID_REFRESH_TOKEN' },
  ]);
  const forged = await as(`${ada.accessToken.slice(0, -4)}AAAA`, ME);
  expect([forged.status, forged.errors[0].extensions.code, forged.data]).toEqual([401, 'UNAUTHENTICATED', undefined]);
});
