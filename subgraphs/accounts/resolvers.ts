import type { ResolverNames } from '../../kit/graph.ts';
import { type Identity, isSelf, may } from '../../kit/identity.ts';
import { isRefused, type Refusal, type Refused } from '../../kit/refusal.ts';
import { type SaveAddress, type SavedAddress, UNAUTHENTICATED } from './commands/addresses.ts';
import type { Proof } from './commands/confirm-owner.ts';
import type { Registration } from './commands/register.ts';
import type { Customer } from './customer.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { Loaders } from './loaders.ts';
import type { Tokens } from './sign-in/sessions.ts';

export type Context = { identity: Identity; loaders: Loaders };
type SignedIn = Promise<Tokens | Refused>;
type Address = string | undefined;
type Commands = {
  register: (input: Registration, address: Address) => SignedIn;
  logIn: (input: { email: string; password: string }, address: Address) => SignedIn;
  logInWithIdToken: (idToken: string) => SignedIn;
  refresh: (token: string) => SignedIn;
  takeCartAlong: (customerId: string, cartId: string | null | undefined) => Promise<void>;
  logOut: (token: string) => Promise<void>;
  verifyEmail: (token: string) => Promise<Refusal[]>;
  requestVerification: (customerId: string, address: Address) => Promise<Refusal[]>;
  requestReset: (email: string, address: Address) => Promise<Refusal[]>;
  resetPassword: (input: { token: string; password: string }, address: Address) => Promise<Refusal[]>;
  saveAddress: (customerId: string, input: SaveAddress) => Promise<SavedAddress | Refused>;
  deleteAddress: (customerId: string, id: string) => Promise<SavedAddress | Refused>;
  confirmOwner: (customerId: string, proof: Proof, address: Address) => Promise<Refused | null>;
  erase: (customerId: string) => Promise<Refusal[]>;
  exportAll: (customerId: string) => Promise<{ document: string } | Refused>;
  customerIdBy: (by: { id?: string | null; email?: string | null }) => Promise<string | null>;
};

export const resolvers = (commands: Commands) => {
  const signedIn = async (attempt: SignedIn, { loaders }: Context, cartId?: string | null) => {
    const tokens = await attempt;
    if (isRefused(tokens)) return { userErrors: tokens.refused };
    await commands.takeCartAlong(tokens.customerId, cartId);
    return { ...tokens, customer: await loaders.customer.load(tokens.customerId), userErrors: [] };
  };
  /** For who is signed in; refused for everybody else. */
  const own = async ({ identity }: Context, work: (customerId: string) => Promise<SavedAddress | Refused>) => {
    const answer = identity.customerId === null ? UNAUTHENTICATED : await work(identity.customerId);
    return isRefused(answer) ? { userErrors: answer.refused } : { address: answer, userErrors: [] };
  };
  /** For who has shown once more that they are the owner. */
  const confirmed = async <T>({ identity }: Context, proof: Proof, work: (customerId: string) => Promise<T>) => {
    if (identity.customerId === null) return UNAUTHENTICATED;
    return (await commands.confirmOwner(identity.customerId, proof, identity.address)) ?? work(identity.customerId);
  };
  const exported = async (answer: Promise<{ document: string } | Refused>) => {
    const found = await answer;
    return isRefused(found) ? { userErrors: found.refused } : { ...found, userErrors: [] };
  };
  const done = async (refusals: Promise<Refusal[]>) => ({ userErrors: await refusals });

  return {
    Query: {
      me: (_: unknown, __: unknown, { identity, loaders }: Context) => identity.customerId && loaders.customer.load(identity.customerId),
      customer: async (_: unknown, by: { id?: string | null; email?: string | null }, { loaders }: Context) => {
        const id = await commands.customerIdBy(by);
        return id && loaders.customer.load(id);
      },
    },
    Mutation: {
      customerRegister: (_: unknown, input: Registration, context: Context) =>
        signedIn(commands.register(input, context.identity.address), context),
      customerLogin: (_: unknown, input: { email: string; password: string; cartId?: string | null }, context: Context) =>
        signedIn(commands.logIn(input, context.identity.address), context, input.cartId),
      customerLoginWithIdToken: (_: unknown, { idToken, cartId }: { idToken: string; cartId?: string | null }, context: Context) =>
        signedIn(commands.logInWithIdToken(idToken), context, cartId),
      customerTokenRefresh: (_: unknown, { refreshToken }: { refreshToken: string }, context: Context) =>
        signedIn(commands.refresh(refreshToken), context),
      customerAddressSave: (_: unknown, input: SaveAddress, context: Context) => own(context, (id) => commands.saveAddress(id, input)),
      customerAddressDelete: (_: unknown, { id }: { id: string }, context: Context) =>
        own(context, (customerId) => commands.deleteAddress(customerId, id)),
      customerLogout: async (_: unknown, { refreshToken }: { refreshToken: string }) => {
        await commands.logOut(refreshToken);
        return { userErrors: [] };
      },
      customerEmailVerify: (_: unknown, { token }: { token: string }) => done(commands.verifyEmail(token)),
      customerEmailVerificationRequest: (_: unknown, __: unknown, { identity: { customerId, address } }: Context) =>
        customerId === null ? { userErrors: UNAUTHENTICATED.refused } : done(commands.requestVerification(customerId, address)),
      customerPasswordResetRequest: (_: unknown, { email }: { email: string }, { identity }: Context) =>
        done(commands.requestReset(email, identity.address)),
      customerPasswordReset: (_: unknown, input: { token: string; password: string }, { identity }: Context) =>
        done(commands.resetPassword(input, identity.address)),
      customerExport: (_: unknown, proof: Proof, context: Context) => exported(confirmed(context, proof, commands.exportAll)),
      customerErase: async (_: unknown, proof: Proof, context: Context) => {
        const answer = await confirmed(context, proof, commands.erase);
        return { userErrors: isRefused(answer) ? answer.refused : answer };
      },
      customerExportFor: (_: unknown, { customerId }: { customerId: string }) => exported(commands.exportAll(customerId)),
      customerEraseFor: (_: unknown, { customerId }: { customerId: string }) => done(commands.erase(customerId)),
    },
    Customer: {
      __resolveReference: ({ id }: { id: string }, { identity, loaders }: Context) =>
        isSelf(identity, id) || may(identity, 'customers:read') ? loaders.customer.load(id) : null,
      addresses: ({ id }: Customer, _: unknown, { loaders }: Context) => loaders.addresses.load(id),
    },
  } satisfies ResolverNames<Resolvers>;
};
