/** Series by name and labels, and their values minute by minute in promtool's notation: `0+6x10` is 0, 6, 12, ... */
export type Series = Record<string, string>;
type Case = {
  /** When it is looked at, from the first value on. */
  at: string;
  fires: Series;
  /** Of the alert that fires, beside its severity. */
  labels?: Record<string, string>;
  /** What must not wake anybody. */
  silent: Series[];
};

const DONE = 'holdfast_saga_endings_total{saga="PlaceOrder", ending="done", code=""}';
const EXPIRED = 'holdfast_saga_endings_total{saga="PlaceOrder", ending="refused", code="DEADLINE_EXPIRED"}';
const SOLD_OUT = 'holdfast_saga_endings_total{saga="PlaceOrder", ending="refused", code="INSUFFICIENT_STOCK"}';
const FAULTS = 'holdfast_checkouts_total{outcome="Fault", code=""}';
const DECLINED = 'holdfast_payment_failures_total{reason="generic_decline"}';
const MOVES = 'holdfast_waiting_room_moves{sale="drop"}';
const WAITING = 'holdfast_waiting_room_waiting{sale="drop"}';
const PLACE = 'holdfast_waiting_room_admitted_place{sale="drop"}';
const CLOSED = '0x30';

/** Told for ever, whoever tells it: two processes that read the same are one finding. */
const twice = (name: string, labels: string, values: string): Series => ({
  [`${name}{${labels}${labels && ', '}instance="a"}`]: values,
  [`${name}{${labels}${labels && ', '}instance="b"}`]: values,
});
/** Slow: all of them took longer than the last bound that is named, and less than any. */
const slow = (name: string, labels: string, bound: string): Series => ({
  [`${name}_bucket{${labels}le="${bound}"}`]: '0x30',
  [`${name}_bucket{${labels}le="10"}`]: '0+60x30',
  [`${name}_bucket{${labels}le="+Inf"}`]: '0+60x30',
});
const fast = (name: string, labels: string): Series => ({
  [`${name}_bucket{${labels}le="0.1"}`]: '0+60x30',
  [`${name}_bucket{${labels}le="+Inf"}`]: '0+60x30',
});

export const CASES: Record<string, Case> = {
  CheckoutSuccessLow: {
    at: '20m',
    fires: { [DONE]: '0+60x30', [EXPIRED]: '0+1x30', [FAULTS]: '0+1x30' },
    silent: [
      { [DONE]: '0+60x30', [SOLD_OUT]: '0+600x30', [FAULTS]: CLOSED },
      { [DONE]: '0+600x30', [FAULTS]: '0+1x30' },
      { [DONE]: CLOSED, [FAULTS]: CLOSED },
      // one that failed among few, and none since
      { [DONE]: '0+1x30', [FAULTS]: '0x12 1x17' },
    ],
  },
  MoneyUnaccounted: {
    at: '10m',
    fires: twice('holdfast_money_unaccounted_minor', 'currency="EUR"', '0x4 1999x20'),
    labels: { currency: 'EUR' },
    silent: [twice('holdfast_money_unaccounted_minor', 'currency="EUR"', CLOSED)],
  },
  AuditFindings: {
    at: '10m',
    fires: twice('holdfast_audit_findings', 'invariant="paid-orders"', '0x4 2x20'),
    labels: { invariant: 'paid-orders' },
    silent: [twice('holdfast_audit_findings', 'invariant="paid-orders"', CLOSED)],
  },
  AuditNotRun: {
    at: '70m',
    fires: twice('holdfast_audit_age_seconds', '', '3600+60x90'),
    silent: [twice('holdfast_audit_age_seconds', '', '0+60x59 0+60x59')],
  },
  SagaStuck: {
    at: '10m',
    fires: twice('holdfast_sagas', 'saga="PlaceOrder", state="STUCK"', '0x4 1x20'),
    labels: { saga: 'PlaceOrder' },
    silent: [
      {
        ...twice('holdfast_sagas', 'saga="PlaceOrder", state="STUCK"', CLOSED),
        ...twice('holdfast_sagas', 'saga="PlaceOrder", state="RUNNING"', '40x30'),
      },
    ],
  },
  SagasOverdue: {
    at: '10m',
    fires: twice('holdfast_sagas_overdue', 'saga="PlaceOrder"', '0x4 3x20'),
    labels: { saga: 'PlaceOrder' },
    silent: [twice('holdfast_sagas_overdue', 'saga="PlaceOrder"', '0x9 3x20')],
  },
  ProviderWebhookOld: {
    at: '10m',
    fires: twice('holdfast_provider_webhook_oldest_seconds', '', '0+60x30'),
    silent: [twice('holdfast_provider_webhook_oldest_seconds', '', '20x30')],
  },
  PaymentsUndecided: {
    at: '25m',
    fires: twice('holdfast_payment_undecided_oldest_seconds', '', '0+60x30'),
    silent: [twice('holdfast_payment_undecided_oldest_seconds', '', '0+60x12 0+60x20')],
  },
  PaymentFailuresHigh: {
    at: '25m',
    fires: { [DECLINED]: '0+10x30', [DONE]: '0+10x30' },
    silent: [
      { [DECLINED]: '0+1x30', [DONE]: '0+10x30' },
      { [DECLINED]: '0x20 1x10', [DONE]: CLOSED },
    ],
  },
  RefundsFailed: {
    at: '10m',
    fires: { 'holdfast_refunds_failed_total{instance="a"}': '0x5 1x20' },
    silent: [{ 'holdfast_refunds_failed_total{instance="a"}': '4x30' }],
  },
  StockRejectsSpike: {
    at: '80m',
    fires: { holdfast_reservation_rejects_total: '0+1x65 66+120x30' },
    silent: [{ holdfast_reservation_rejects_total: '0+60x100' }, { holdfast_reservation_rejects_total: '0x70 1+1x30' }],
  },
  WaitingRoomNotMoving: {
    at: '10m',
    fires: { [MOVES]: '1x30', [WAITING]: '500x30', [PLACE]: '0+60x4 240x30' },
    labels: { sale: 'drop' },
    silent: [
      { [MOVES]: '1x30', [WAITING]: '500x30', [PLACE]: '0+60x30' },
      { [MOVES]: '0x30', [WAITING]: '500x30', [PLACE]: '240x30' },
      { [MOVES]: '1x30', [WAITING]: '0x30', [PLACE]: '240x30' },
    ],
  },
  MailsDead: {
    at: '10m',
    fires: { 'holdfast_mails_total{outcome="dead"}': '0x5 1x20' },
    silent: [{ 'holdfast_mails_total{outcome="dead"}': '3x30', 'holdfast_mails_total{outcome="retried"}': '0+5x30' }],
  },
  WebhookDeliveriesDead: {
    at: '10m',
    fires: { 'holdfast_webhook_deliveries_total{outcome="dead"}': '0x5 1x20' },
    silent: [
      { 'holdfast_webhook_deliveries_total{outcome="dead"}': '3x30', 'holdfast_webhook_deliveries_total{outcome="retried"}': '0+5x30' },
    ],
  },
  EventsDead: {
    at: '10m',
    fires: { 'holdfast_events_dead_total{subscriber="search"}': '0x5 1x20' },
    labels: { subscriber: 'search' },
    silent: [{ 'holdfast_events_dead_total{subscriber="search"}': '1x30' }],
  },
  ProcessDown: {
    at: '10m',
    fires: { 'up{job="holdfast", part="jobs", instance="jobs:9464"}': '1x5 0x20' },
    labels: { job: 'holdfast', part: 'jobs', instance: 'jobs:9464' },
    silent: [{ 'up{job="holdfast", part="jobs", instance="jobs:9464"}': '1x30', 'up{job="another", instance="x:1"}': '0x30' }],
  },
  SubgraphBreakerOpen: {
    at: '10m',
    fires: twice('holdfast_subgraph_breaker', 'subgraph="search"', '0x5 2 1 2x20'),
    labels: { subgraph: 'search' },
    silent: [twice('holdfast_subgraph_breaker', 'subgraph="search"', '0x5 2 0x20')],
  },
  ProviderBreakerOpen: {
    at: '10m',
    fires: twice('holdfast_provider_breaker', '', '0x5 2 1 2x20'),
    silent: [twice('holdfast_provider_breaker', '', '0x5 2 0x20')],
  },
  FaultsHigh: {
    at: '20m',
    fires: { 'holdfast_faults_total{part="cart", instance="a"}': '0+10x30', 'holdfast_faults_total{part="cart", instance="b"}': '0+10x30' },
    labels: { part: 'cart' },
    silent: [{ 'holdfast_faults_total{part="cart", instance="a"}': '0+2x30' }],
  },
  ServerErrorsHigh: {
    at: '20m',
    fires: {
      'holdfast_request_seconds_count{endpoint="storefront", status="200"}': '0+600x30',
      'holdfast_request_seconds_count{endpoint="storefront", status="503"}': '0+10x30',
    },
    silent: [
      {
        'holdfast_request_seconds_count{endpoint="storefront", status="200"}': '0+600x30',
        'holdfast_request_seconds_count{endpoint="storefront", status="400"}': '0+600x30',
        'holdfast_request_seconds_count{endpoint="storefront", status="503"}': '0+1x30',
      },
    ],
  },
  CheckoutSlow: {
    at: '20m',
    fires: slow('holdfast_checkout_seconds', '', '5'),
    silent: [fast('holdfast_checkout_seconds', '')],
  },
  SubgraphSlow: {
    at: '25m',
    fires: slow('holdfast_subgraph_seconds', 'subgraph="catalog", ', '2.5'),
    labels: { subgraph: 'catalog' },
    silent: [fast('holdfast_subgraph_seconds', 'subgraph="catalog", '), slow('holdfast_subgraph_seconds', 'subgraph="checkout", ', '2.5')],
  },
  QueueOldestJob: {
    at: '10m',
    fires: twice('holdfast_queue_oldest_seconds', 'queue="event-delivery"', '0+60x30'),
    labels: { queue: 'event-delivery' },
    silent: [twice('holdfast_queue_oldest_seconds', 'queue="event-delivery"', '3x30')],
  },
  OutboxLag: {
    at: '10m',
    fires: twice('holdfast_outbox_oldest_seconds', 'context="orders", waiting_for="relay"', '0+60x30'),
    labels: { context: 'orders', waiting_for: 'relay' },
    silent: [twice('holdfast_outbox_oldest_seconds', 'context="orders", waiting_for="relay"', '1x30')],
  },
  SearchLag: {
    at: '15m',
    fires: {
      ...twice('holdfast_outbox_oldest_seconds', 'context="catalog", waiting_for="search"', '0+60x30'),
      holdfast_search_lag_seconds: '0x30',
    },
    silent: [
      {
        ...twice('holdfast_outbox_oldest_seconds', 'context="catalog", waiting_for="search"', '2x30'),
        ...twice('holdfast_outbox_oldest_seconds', 'context="orders", waiting_for="notifications"', '0+60x30'),
        holdfast_search_lag_seconds: '0x30',
      },
    ],
  },
  DatabasePoolExhausted: {
    at: '10m',
    fires: { 'holdfast_database_answer_seconds{context="inventory", instance="a"}': '0.01x4 1.5x20' },
    labels: { context: 'inventory' },
    silent: [{ 'holdfast_database_answer_seconds{context="inventory", instance="a"}': '0.01x4 1.5 0.01x20' }],
  },
  StateUnknown: {
    at: '10m',
    fires: { 'holdfast_state_known{part="queues", instance="a"}': '1x30', 'holdfast_state_known{part="queues", instance="b"}': '1x4 0x20' },
    labels: { part: 'queues' },
    silent: [twice('holdfast_state_known', 'part="queues"', '1x30')],
  },
  ReplicaLag: {
    at: '10m',
    fires: twice('holdfast_database_replica_lag_seconds', 'context="catalog", replica="replica-1:5432"', '0x4 60x20'),
    labels: { context: 'catalog', replica: 'replica-1:5432' },
    silent: [twice('holdfast_database_replica_lag_seconds', 'context="catalog", replica="replica-1:5432"', '1x30')],
  },
  EventLoopSlow: {
    at: '15m',
    fires: { 'holdfast_nodejs_eventloop_lag_p99_seconds{part="gateway", instance="a", job="holdfast"}': '0.4x30' },
    labels: { part: 'gateway', instance: 'a' },
    silent: [{ 'holdfast_nodejs_eventloop_lag_p99_seconds{part="gateway", instance="a", job="holdfast"}': '0.02x30' }],
  },
  HeapNearLimit: {
    at: '25m',
    fires: {
      'holdfast_nodejs_heap_size_used_bytes{part="gateway", instance="a"}': '900x30',
      'holdfast_heap_limit_bytes{part="gateway", instance="a"}': '1000x30',
    },
    labels: { part: 'gateway', instance: 'a' },
    silent: [
      {
        'holdfast_nodejs_heap_size_used_bytes{part="gateway", instance="a"}': '500x30',
        'holdfast_heap_limit_bytes{part="gateway", instance="a"}': '1000x30',
      },
    ],
  },
  RateLimitedStorm: {
    at: '20m',
    fires: { 'holdfast_rate_limited_total{by="address"}': '0+6000x30' },
    labels: { by: 'address' },
    silent: [{ 'holdfast_rate_limited_total{by="address"}': '0+60x30' }],
  },
  LanesFull: {
    at: '15m',
    fires: { 'holdfast_lane_refused_total{lane="browse", reason="full"}': '0+120x30' },
    labels: { lane: 'browse' },
    silent: [{ 'holdfast_lane_refused_total{lane="browse", reason="gone"}': '0+120x30' }],
  },
};
