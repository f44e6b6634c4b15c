import { createSagas } from '../../kit/sagas.ts';
import { defineSubgraph } from '../../kit/subgraph.ts';
import { mendEach } from '../../schema/vocabulary/repair.ts';
import { accounts } from '../accounts/contract.ts';
import { cart } from '../cart/contract.ts';
import { catalog } from '../catalog/contract.ts';
import { inventory } from '../inventory/contract.ts';
import { orders } from '../orders/contract.ts';
import { payments } from '../payments/contract.ts';
import { beginCheckout } from './commands/begin-checkout.ts';
import { checkoutCommand } from './commands/checkout.ts';
import { mendHold, planHolds } from './commands/hold-repairs.ts';
import { quotePurchase } from './commands/quote-purchase.ts';
import { mendSaga, planSagas } from './commands/saga-repairs.ts';
import { checkout } from './contract.ts';
import { exportCustomer } from './customers/export-customer.ts';
import { forgetAllRefused } from './customers/forget-buyers.ts';
import { countPurchase, uncountPurchase } from './limits/count-purchase.ts';
import { readLimits, saveLimit } from './limits/save-limit.ts';
import { placeOrder } from './place-order.saga.ts';
import { buyerForgotten } from './reactions/buyer-forgotten.ts';
import { customerErased } from './reactions/customer-erased.ts';
import { emailVerified } from './reactions/email-verified.ts';
import { returnUnits } from './reactions/return-units.ts';
import { wakeAttempts } from './reactions/wake-attempts.ts';
import { resolvers } from './resolvers.ts';
import { rules } from './rules.ts';
import { controlSale } from './sales/control-sale.ts';
import { lookAtSale } from './sales/look-at-sale.ts';
import { openingSoon, saleBy } from './sales/sale-rows.ts';
import { saveSale } from './sales/save-sale.ts';
import { TermsSettings, termsOf } from './terms.ts';
import { admissionTokens } from './waiting-room/admission-token.ts';
import { admitWaiting } from './waiting-room/admit-waiting.ts';
import { joinWaitingRoom } from './waiting-room/join-waiting-room.ts';
import { ticketReader } from './waiting-room/read-ticket.ts';
import { roomSamples } from './waiting-room/room-state.ts';
import { giveBackAdmission, useAdmission } from './waiting-room/use-admission.ts';

/** Stock that an attempt has pinned is safe beyond the time of its hold: the provider is given a minute at least. */
const LEAST_ATTEMPT_S = 60;
/** How long an admission waits for its visitor. */
const ADMISSION_S = 120;

export default defineSubgraph({
  contract: checkout,
  schema: new URL('./schema.graphql', import.meta.url),
  rules,
  uses: { catalog, inventory, cart, orders, payments, accounts },
  connections: 4,
  browsing: 1,
  settings: (config) => ({
    holdSeconds: Math.round(config.holdMinutes * 60),
    crashAt: config.crashAt,
    limits: { checkoutCapacity: config.checkoutCapacity, providerCallsPerSecond: config.providerCallsPerSecond },
    terms: TermsSettings.parse(config.terms),
  }),
  build: ({ db: { sql, read }, use, settings, log, signer }) => {
    const tokens = admissionTokens(signer);
    const terms = termsOf(settings.terms, log);
    const { ticket, polls } = ticketReader({ read, sql, tokens, limits: settings.limits });
    const table = placeOrder({
      ...use,
      holdSeconds: settings.holdSeconds,
      quote: quotePurchase(sql, use, terms),
      admissions: { use: useAdmission(sql, polls), giveBack: giveBackAdmission(sql, polls) },
      limits: { count: countPurchase(sql), giveBack: uncountPurchase(sql) },
    });
    const sagas = createSagas(sql, [table], log, settings);
    const attemptSeconds = Math.max(settings.holdSeconds, LEAST_ATTEMPT_S);
    return {
      commands: {
        recoverSagas: async ({ limit }) => ({ recovered: await sagas.recover(limit) }),
        admitWaiting: admitWaiting({ sql, log, ask: use.inventory, polls, limits: settings.limits, admissionSeconds: ADMISSION_S }),
        openingSoon: async ({ withinSeconds }) => ({ saleIds: await openingSoon(sql, withinSeconds) }),
        lookAtSale: lookAtSale(sql, use.inventory),
        exportCustomer: (input) => exportCustomer(sql, input),
        forgetBuyers: () => forgetAllRefused(sql),
        planRepairs: async () => ({ repairs: [...(await planSagas(sql)), ...(await planHolds(sql, use.inventory))] }),
        applyRepairs: ({ repairs }) =>
          mendEach(repairs, {
            saga: (repair) => mendSaga(sql, sagas, repair),
            hold: (repair) => mendHold(sql, use.inventory, repair),
          }),
      },
      resolvers: resolvers({
        begin: beginCheckout(sql, use, tokens, { terms, holdSeconds: settings.holdSeconds }),
        ...checkoutCommand({ sql, sagas, table, signer, tokens, savedAddress: use.accounts.address, log, attemptSeconds }),
        sale: (by) => read((on) => saleBy(on, use.inventory, by), { fresh: true }),
        saveLimit: saveLimit(sql, use.catalog),
        limits: () => readLimits(sql),
        save: saveSale(sql, use),
        control: controlSale(sql, log),
        join: joinWaitingRoom(sql),
        ticket,
        rejoined: (id) => polls.forget([id]),
      }),
      reactions: {
        'accounts.EmailVerified': emailVerified,
        'accounts.CustomerErased': customerErased,
        'orders.BuyerForgotten': buyerForgotten,
        'payments.PaymentChanged': wakeAttempts(sagas),
        'orders.CancellationRequested': wakeAttempts(sagas),
        'orders.OrderCancelled': returnUnits,
        // one that gives back a part has `isComplete: false`
        'orders.OrderRefunded': returnUnits,
      },
      samples: async () => [...(await sagas.samples()), ...(await roomSamples(read))],
      close: () => sagas.drain(),
    };
  },
});
