import type { Invariant } from '../invariant.ts';
import { admissionsFollowSagas } from './admissions-follow-sagas.ts';
import { attemptsAnswered } from './attempts-answered.ts';
import { capturedPayments } from './captured-payments.ts';
import { customerLimits } from './customer-limits.ts';
import { erasedCustomers } from './erased-customers.ts';
import { expiredHolds } from './expired-holds.ts';
import { mailsSent } from './mails-sent.ts';
import { limitsFollowOrders } from './limits-follow-orders.ts';
import { oneOrderPerAttempt } from './one-order-per-attempt.ts';
import { oneOrderPerCart } from './one-order-per-cart.ts';
import { oneOrderPerTicket } from './one-order-per-ticket.ts';
import { orderHistory } from './order-history.ts';
import { orderTotals } from './order-totals.ts';
import { ordersFollowParcels } from './orders-follow-parcels.ts';
import { ordersFollowSagas } from './orders-follow-sagas.ts';
import { outboxDrained } from './outbox-drained.ts';
import { paidOrders } from './paid-orders.ts';
import { paymentHistory } from './payment-history.ts';
import { providerBooks } from './provider-books.ts';
import { refundBooks } from './refund-books.ts';
import { purchaseLimits } from './purchase-limits.ts';
import { refreshFamilies } from './refresh-families.ts';
import { refundsSent } from './refunds-sent.ts';
import { refundsWithinCapture } from './refunds-within-capture.ts';
import { returnedUnits } from './returned-units.ts';
import { sagasEnded } from './sagas-ended.ts';
import { shipmentHistory } from './shipment-history.ts';
import { shipmentsFollowParcels } from './shipments-follow-parcels.ts';
import { shippedUnits } from './shipped-units.ts';
import { singleCharge } from './single-charge.ts';
import { soldUnits } from './sold-units.ts';
import { stockCounters } from './stock-counters.ts';
import { stockLedger } from './stock-ledger.ts';
import { staffLetIn } from './staff-let-in.ts';
import { strandedCarts } from './stranded-carts.ts';
import { strandedHolds } from './stranded-holds.ts';
import { strayCharges } from './stray-charges.ts';
import { trailUnbroken } from './trail-unbroken.ts';
import { webhooksApplied } from './webhooks-applied.ts';
import { webhooksTold } from './webhooks-told.ts';

/** All that must hold, in the order in which it is reported: stock, money, orders, parcels, and what is still on its way. */
export const INVARIANTS: readonly Invariant[] = [
  stockLedger,
  stockCounters,
  soldUnits,
  returnedUnits,
  expiredHolds,
  strandedHolds,
  paidOrders,
  capturedPayments,
  refundsWithinCapture,
  refundsSent,
  refundBooks,
  singleCharge,
  providerBooks,
  strayCharges,
  paymentHistory,
  orderTotals,
  oneOrderPerAttempt,
  oneOrderPerCart,
  orderHistory,
  ordersFollowSagas,
  strandedCarts,
  ordersFollowParcels,
  shippedUnits,
  shipmentsFollowParcels,
  shipmentHistory,
  oneOrderPerTicket,
  customerLimits,
  admissionsFollowSagas,
  purchaseLimits,
  limitsFollowOrders,
  refreshFamilies,
  erasedCustomers,
  attemptsAnswered,
  sagasEnded,
  outboxDrained,
  webhooksApplied,
  mailsSent,
  trailUnbroken,
  staffLetIn,
  webhooksTold,
];
