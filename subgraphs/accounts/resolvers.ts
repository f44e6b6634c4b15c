import type { ResolverNames } from '../../kit/graph.ts';
import { type Identity, may } from '../../kit/identity.ts';
import { isRefused, type Refusal, type Refused } from '../../kit/refusal.ts';
import { type SaveAddress, type SavedAddress, UNAUTHENTICATED } from './commands/addresses.ts';
import type { Registration } from './commands/register.ts';
import type { Customer } from './customer.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { Loaders } from './loaders.ts';
import type { Tokens } from './sign-in/sessions.ts';

export type Context = { identity: Identity; loaders: Loaders };
type SignedIn = Promise<Tokens | Refused>;
type Commands = {
  register: (input: Registration, address: string | undefined) => SignedIn;
  logIn: (input: { email: string; password: string }, address: string | undefined) => SignedIn;
  refresh: (token: string) => SignedIn;
  logOut: (token: string) => Promise<void>;
  verifyEmail: (token: string) => Promise<Refusal[]>;
  requestVerification: (customerId: string, address: string | undefined) => Promise<Refusal[]>;
  requestReset: (email: string, address: string | undefined) => Promise<Refusal[]>;
  resetPassword: (input: { token: string; password: string }, address: string | undefined) => Promise<Refusal[]>;
  saveAddress: (customerId: string, input: SaveAddress) => Promise<SavedAddress | Refused>;
  deleteAddress: (customerId: string, id: string) => Promise<SavedAddress | Refused>;
};

export const resolvers = (commands: Commands) => {
  const signedIn = async (attempt: SignedIn, { loaders }: Context) => {
    const tokens = await attempt;
    if (isRefused(tokens)) return { userErrors: tokens.refused };
    return { ...tokens, customer: await loaders.customer.load(tokens.customerId), userErrors: [] };
  };
  /** For who is signed in; refused for everybody else. */
  const own = async ({ identity }: Context, work: (customerId: string) => Promise<SavedAddress | Refused>) => {
    const answer = identity.customerId === null ? UNAUTHENTICATED : await work(identity.customerId);
    return isRefused(answer) ? { userErrors: answer.refused } : { address: answer, userErrors: [] };
  };
  return {
    Query: {
      me: (_: unknown, __: unknown, { identity, loaders }: Context) => identity.customerId && loaders.customer.load(identity.customerId),
    },
    Mutation: {
      customerRegister: (_: unknown, input: Registration, context: Context) =>
        signedIn(commands.register(input, context.identity.address), context),
      customerLogin: (_: unknown, input: { email: string; password: string; cartId?: string | null }, context: Context) =>
        signedIn(commands.logIn(input, context.identity.address), context),
      customerTokenRefresh: (_: unknown, { refreshToken }: { refreshToken: string }, context: Context) =>
        signedIn(commands.refresh(refreshToken), context),
      customerAddressSave: (_: unknown, input: SaveAddress, context: Context) => own(context, (id) => commands.saveAddress(id, input)),
      customerAddressDelete: (_: unknown, { id }: { id: string }, context: Context) =>
        own(context, (customerId) => commands.deleteAddress(customerId, id)),
      customerLogout: async (_: unknown, { refreshToken }: { refreshToken: string }) => {
        await commands.logOut(refreshToken);
        return { userErrors: [] };
      },
      customerEmailVerify: async (_: unknown, { token }: { token: string }) => ({ userErrors: await commands.verifyEmail(token) }),
      customerEmailVerificationRequest: async (_: unknown, __: unknown, { identity: { customerId, address } }: Context) => ({
        userErrors: customerId === null ? UNAUTHENTICATED.refused : await commands.requestVerification(customerId, address),
      }),
      customerPasswordResetRequest: async (_: unknown, { email }: { email: string }, { identity }: Context) => ({
        userErrors: await commands.requestReset(email, identity.address),
      }),
      customerPasswordReset: async (_: unknown, input: { token: string; password: string }, { identity }: Context) => ({
        userErrors: await commands.resetPassword(input, identity.address),
      }),
    },
    Customer: {
      __resolveReference: ({ id }: { id: string }, { identity, loaders }: Context) =>
        identity.customerId === id || may(identity, 'customers:read') ? loaders.customer.load(id) : null,
      addresses: ({ id }: Customer, _: unknown, { loaders }: Context) => loaders.addresses.load(id),
    },
  } satisfies ResolverNames<Resolvers>;
};
