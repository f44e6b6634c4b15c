/** All queues of the shop, whoever works them. */
export const QUEUES = [
  'event-delivery',
  'search-indexing',
  'payment-webhooks',
  'payment-reconciliation',
  'reservation-expiry',
  'saga-recovery',
  'waiting-room-admission',
  'mail-delivery',
  'webhook-delivery',
];
