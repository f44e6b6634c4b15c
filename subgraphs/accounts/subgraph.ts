import { defineSubgraph } from '../../kit/subgraph.ts';
import { addressOf, deleteAddress, saveAddress } from './commands/addresses.ts';
import { logIn } from './commands/log-in.ts';
import { register } from './commands/register.ts';
import { requestReset, resetPassword } from './commands/reset-password.ts';
import { sweep } from './commands/sweep.ts';
import { requestVerification, verifyEmail } from './commands/verify-email.ts';
import { accounts } from './contract.ts';
import { sendable } from './links.ts';
import { createLoaders } from './loaders.ts';
import { resolvers } from './resolvers.ts';
import { accessTokens } from './sign-in/access-token.ts';
import { rules } from './rules.ts';
import { createPasswords } from './sign-in/passwords.ts';
import { createSessions } from './sign-in/sessions.ts';
import { createTries } from './sign-in/tries.ts';

export default defineSubgraph({
  contract: accounts,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: {},
  connections: 2,
  settings: () => ({}),
  build: ({ db: { sql }, signer, log }) => {
    const sessions = createSessions(sql, signer, accessTokens(signer), log);
    const signIn = { sql, signer, sessions, passwords: createPasswords(), tries: createTries(sql, signer) };
    return {
      commands: {
        address: ({ customerId, addressId }) => addressOf(sql, customerId, addressId),
        link: ({ linkId }) => sendable(sql, signer, linkId),
        sweep: ({ limit }) => sweep(sql, limit),
      },
      resolvers: resolvers({
        register: register(signIn),
        logIn: logIn(signIn),
        refresh: sessions.refresh,
        logOut: sessions.end,
        verifyEmail: (token) => verifyEmail(sql, signer, token),
        requestVerification: (...of) => requestVerification(sql, signIn.tries, ...of),
        requestReset: requestReset(signIn),
        resetPassword: resetPassword(signIn),
        saveAddress: (customerId, input) => saveAddress(sql, customerId, input),
        deleteAddress: (customerId, id) => deleteAddress(sql, customerId, id),
      }),
      perRequest: () => ({ loaders: createLoaders(sql) }),
    };
  },
});
