import { defineSubgraph } from '../../kit/subgraph.ts';
import { catalog } from '../catalog/contract.ts';
import { inventory } from '../inventory/contract.ts';
import { close, freeze, renewPrices, reopen, snapshot } from './commands/buying.ts';
import { adoptCart } from './commands/adopt-cart.ts';
import { cartEditor } from './commands/edit-cart.ts';
import { exportCustomer } from './commands/export-customer.ts';
import { cart } from './contract.ts';
import { createLoaders } from './loaders.ts';
import { customerErased } from './reactions/customer-erased.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { cartWarnings } from './warnings.ts';

export default defineSubgraph({
  contract: cart,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: { catalog, inventory },
  connections: 3,
  settings: ({ currency }) => ({ currency }),
  build: ({ db: { sql }, use, settings, log }) => ({
    commands: {
      snapshot: (input) => snapshot(sql, input),
      freeze: (input) => freeze(sql, input),
      reopen: (input) => reopen(sql, input),
      close: (input) => close(sql, input),
      adopt: (input) => adoptCart(sql, input),
      exportCustomer: (input) => exportCustomer(sql, input),
      renewPrices: (input) => renewPrices(sql, input),
    },
    resolvers: resolvers(cartEditor(sql, use.catalog, settings.currency), cartWarnings(use, log)),
    reactions: { 'accounts.CustomerErased': customerErased },
    perRequest: (identity) => ({ loaders: createLoaders(sql, identity) }),
  }),
});
