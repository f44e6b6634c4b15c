import type { ResolverNames } from '../../kit/graph.ts';
import { type Identity, may } from '../../kit/identity.ts';
import { isRefused, type Refused } from '../../kit/refusal.ts';
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
    },
    Customer: {
      __resolveReference: ({ id }: { id: string }, { identity, loaders }: Context) =>
        identity.customerId === id || may(identity, 'customers:read') ? loaders.customer.load(id) : null,
      addresses: ({ id }: Customer, _: unknown, { loaders }: Context) => loaders.addresses.load(id),
    },
  } satisfies ResolverNames<Resolvers>;
};
