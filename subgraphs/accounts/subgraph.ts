import { defineSubgraph } from '../../kit/subgraph.ts';
import { cart } from '../cart/contract.ts';
import { checkout } from '../checkout/contract.ts';
import { notifications } from '../notifications/contract.ts';
import { orders } from '../orders/contract.ts';
import { payments } from '../payments/contract.ts';
import { addressOf, deleteAddress, saveAddress } from './commands/addresses.ts';
import { confirmOwner } from './commands/confirm-owner.ts';
import { customerIdBy } from './commands/customer-rows.ts';
import { eraseCustomer } from './commands/erase.ts';
import { exportCustomer } from './commands/export.ts';
import { logIn } from './commands/log-in.ts';
import { register } from './commands/register.ts';
import { requestReset, resetPassword } from './commands/reset-password.ts';
import { sweep } from './commands/sweep.ts';
import { requestVerification, verifyEmail } from './commands/verify-email.ts';
import { accounts } from './contract.ts';
import { sendable } from './links.ts';
import { createLoaders } from './loaders.ts';
import { createIssuer } from './oidc/issuer.ts';
import { logInWithIdToken } from './oidc/log-in-with-id-token.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { accessTokens } from './sign-in/access-token.ts';
import { createPasswords } from '../../kit/passwords.ts';
import { createSessions } from './sign-in/sessions.ts';
import { createTries } from './sign-in/tries.ts';
import { takeCartAlong } from './take-cart-along.ts';

/** Who else keeps something of customers: each is asked for it when one wants to have it. */
const keepers = { cart, checkout, orders, payments, notifications };

export default defineSubgraph({
  contract: accounts,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: keepers,
  connections: 2,
  settings: ({ oidc }) => ({ oidc }),
  build: ({ db: { sql }, use, settings, signer, log }) => {
    const sessions = createSessions(sql, signer, accessTokens(signer), log);
    const issuer = settings.oidc && createIssuer(settings.oidc);
    const signIn = { sql, signer, sessions, issuer, log, passwords: createPasswords(), tries: createTries(sql, signer, log) };
    return {
      commands: {
        address: ({ customerId, addressId }) => addressOf(sql, customerId, addressId),
        link: ({ linkId }) => sendable(sql, signer, linkId),
        sweep: ({ limit }) => sweep(sql, limit),
      },
      resolvers: resolvers({
        register: register(signIn),
        logIn: logIn(signIn),
        logInWithIdToken: logInWithIdToken(signIn),
        refresh: sessions.refresh,
        takeCartAlong: takeCartAlong(use.cart, log),
        logOut: sessions.end,
        verifyEmail: (token) => verifyEmail(sql, signer, token),
        requestVerification: (...of) => requestVerification(sql, signIn.tries, ...of),
        requestReset: requestReset(signIn),
        resetPassword: resetPassword(signIn),
        saveAddress: (customerId, input) => saveAddress(sql, customerId, input),
        deleteAddress: (customerId, id) => deleteAddress(sql, customerId, id),
        confirmOwner: confirmOwner(signIn),
        erase: (customerId) => eraseCustomer(sql, customerId),
        exportAll: exportCustomer(sql, use, log),
        customerIdBy: (by) => customerIdBy(sql, by),
      }),
      perRequest: () => ({ loaders: createLoaders(sql) }),
    };
  },
});
