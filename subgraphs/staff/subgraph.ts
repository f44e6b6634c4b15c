import { isRefused, type Refused } from '../../kit/refusal.ts';
import { createPasswords } from '../../kit/passwords.ts';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { SCOPES } from '../../schema/vocabulary/scopes.ts';
import { staff, type Tokens } from './contract.ts';
import { apiKeys } from './keys.ts';
import { staffMembers } from './members.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { staffSessions } from './sessions.ts';
import { signIn } from './sign-in.ts';
import { staffTokens } from './tokens.ts';
import { listTrail } from './trail/list-trail.ts';
import { note, trailReactions } from './trail/write-trail.ts';

export default defineSubgraph({
  contract: staff,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: {},
  connections: 2,
  settings: ({ contexts }) => ({ contexts }),
  build: ({ db: { sql }, settings, log, signer, purges }) => {
    const keys = apiKeys(sql);
    const changed = (id: string) => purges.publish([`staff:${id}`]);
    const sessions = staffSessions(sql, staffTokens(signer), log, changed);
    const members = staffMembers(sql, sessions);
    const enter = signIn({ sql, passwords: createPasswords(), sessions, log });
    const commandLine = (by: string) => ({ id: by, kind: 'COMMAND_LINE', scopes: ['*'] }) as const;

    /** Who has come in stands in the trail; who has not is counted. */
    async function entered(field: string, answer: Promise<(Tokens & { memberId: string }) | Refused>) {
      const given = await answer;
      if (isRefused(given)) return given;
      const { memberId, ...tokens } = given;
      await note(sql, { id: memberId, kind: 'STAFF', scopes: [] }, field);
      return tokens;
    }
    /** Done from the command line, by whoever holds the database. */
    async function byHand<T extends object>(by: string, field: string, id: (done: T) => string, answer: Promise<T | Refused>) {
      const done = await answer;
      if (isRefused(done)) return done;
      await note(sql, { ...commandLine(by), scopes: [] }, field, { arguments: { id: id(done) } });
      changed(id(done));
      await purges.sent().catch((err: unknown) => log.warn({ err }, 'gateways hear of it when what they know has run out'));
      return done;
    }

    return {
      commands: {
        identify: async ({ token }) => ({ known: await (token.startsWith('hf_') ? keys : sessions).identify(token) }),
        signIn: ({ email, password }) => entered('signIn', enter.byPassword(email, password)),
        refresh: ({ refreshToken }) => sessions.refresh(refreshToken),
        acceptInvitation: ({ token, password }) => entered('acceptInvitation', enter.byInvitation(token, password)),
        signOut: async ({ refreshToken }) => {
          const memberId = await sessions.end(refreshToken);
          if (memberId) changed(memberId);
          return {};
        },
        keys: async () => ({ keys: await keys.list() }),
        createKey: ({ by, ...input }) => byHand(by, 'apiKeyCreate', ({ key }) => key.id, keys.create(input, { by, scopes: SCOPES })),
        revokeKey: ({ by, id }) => byHand(by, 'apiKeyRevoke', ({ key }) => key.id, keys.revoke(id)),
        inviteOwner: async ({ by, ...input }) => {
          const invited = await byHand(by, 'staffInvite', ({ member }) => member.id, members.invite({ ...input, role: 'OWNER' }, SCOPES));
          return isRefused(invited) ? invited : { token: invited.token, until: invited.until.toISOString() };
        },
      },
      resolvers: resolvers({ keys, members, trail: (args) => listTrail(sql, args), changed }),
      reactions: trailReactions(settings.contexts),
    };
  },
});
