import type { Sql } from 'postgres';
import type { ResolverNames } from '../../kit/graph.ts';
import type { Refusal } from '../../kit/refusal.ts';
import { dropMail, resendMail } from './commands/settle-mail.ts';
import type { Resolvers } from './generated/graphql.ts';
import { findMail, listMails } from './list-mails.ts';

export const resolvers = (sql: Sql) => {
  const changing =
    (change: (sql: Sql, id: string) => Promise<Refusal[]>) =>
    async (_: unknown, { id }: { id: string }) => {
      const userErrors = await change(sql, id);
      return { mail: await findMail(sql, id), userErrors };
    };
  return {
    Query: {
      mails: (_: unknown, args: Parameters<typeof listMails>[1]) => listMails(sql, args),
    },
    Mutation: { mailResend: changing(resendMail), mailDrop: changing(dropMail) },
  } satisfies ResolverNames<Resolvers>;
};
