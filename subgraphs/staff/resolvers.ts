import type { ResolverNames } from '../../kit/graph.ts';
import type { Identity } from '../../kit/identity.ts';
import type { Notes } from '../../kit/notes.ts';
import { isRefused } from '../../kit/refusal.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { ApiKeys, KeyInput } from './keys.ts';
import type { InviteInput, SaveInput, StaffMembers } from './members.ts';
import type { listTrail, TrailArgs } from './trail/list-trail.ts';

type Context = { identity: Identity; notes: Notes };
type Parts = {
  keys: ApiKeys;
  members: StaffMembers;
  trail: (args: TrailArgs) => ReturnType<typeof listTrail>;
  changed: (id: string) => void;
};

/** The gateway that has asked forgets what it knows of them before it answers; the others a moment later. */
const tell = ({ notes }: Context, id: string) => notes.tags.add(`staff:${id}`);

/** What those who ask may do themselves; the rules have seen that it is staff. */
const mine = ({ identity }: Context) => identity.staff!.scopes;

export const resolvers = ({ keys, members, trail, changed }: Parts) =>
  ({
    Query: {
      apiKeys: () => keys.list(),
      staff: () => members.list(),
      trail: (_: unknown, args: TrailArgs) => trail(args),
    },
    Mutation: {
      apiKeyCreate: async (_: unknown, { input }: { input: KeyInput }, context: Context) => {
        const made = await keys.create(input, { by: context.identity.staff!.id, scopes: mine(context) });
        return isRefused(made) ? { userErrors: made.refused } : { apiKey: made.key, secret: made.secret, userErrors: [] };
      },
      apiKeyRevoke: async (_: unknown, { id }: { id: string }, context: Context) => {
        const revoked = await keys.revoke(id);
        changed(id);
        tell(context, id);
        return isRefused(revoked) ? { userErrors: revoked.refused } : { apiKey: revoked.key, userErrors: [] };
      },
      staffInvite: async (_: unknown, { input }: { input: InviteInput }, context: Context) => {
        const invited = await members.invite(input, mine(context));
        if (isRefused(invited)) return { userErrors: invited.refused };
        return { member: invited.member, invitationToken: invited.token, invitedUntil: invited.until, userErrors: [] };
      },
      staffSave: async (_: unknown, { input }: { input: SaveInput }, context: Context) => {
        const saved = await members.save(input, mine(context));
        changed(input.id);
        tell(context, input.id);
        return isRefused(saved) ? { userErrors: saved.refused } : { member: saved.member, userErrors: [] };
      },
    },
  }) satisfies ResolverNames<Resolvers>;
