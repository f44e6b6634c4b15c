import { defineSubgraph } from '../../kit/subgraph.ts';
import { accounts } from '../accounts/contract.ts';
import { orders } from '../orders/contract.ts';
import { deliverDue } from './commands/deliver-due.ts';
import { forgetOld } from './commands/forget-old.ts';
import { exportCustomer, mailbox, readMail } from './commands/read-mails.ts';
import { MailKind, notifications } from './contract.ts';
import { LETTERS } from './letters.ts';
import { createPost } from './post.ts';
import { claimMails, forgetCustomers } from './reactions/customers.ts';
import { writeMails } from './reactions/write-mails.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { SAMPLES } from './templates/samples.ts';

export default defineSubgraph({
  contract: notifications,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: { accounts, orders },
  connections: 2,
  settings: ({ mail }) => mail,
  build: ({ db: { sql }, use, settings, log }) => {
    const tools = {
      sql,
      ask: { ...use, storefrontUrl: settings.storefrontUrl },
      post: createPost(settings),
      log,
      keepsSecrets: settings.smtpUrl === null,
    };
    return {
      commands: {
        deliverDue: (input) => deliverDue(tools, input),
        forgetOld: () => forgetOld(sql, settings),
        mailbox: (input) => mailbox(sql, input),
        readMail: (input) => readMail(sql, input),
        preview: async ({ kind }) => SAMPLES[kind](),
        exportCustomer: (input) => exportCustomer(sql, input),
      },
      resolvers: resolvers(sql),
      reactions: {
        ...Object.fromEntries(MailKind.options.map((kind) => [LETTERS[kind].event, writeMails(kind)])),
        'accounts.EmailVerified': claimMails,
        'accounts.CustomerErased': forgetCustomers,
      },
    };
  },
});
