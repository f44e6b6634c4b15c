import type { Dashboard, Panel, Target, Unit } from './panels.ts';

/** The pictures of a shop. `npm run dashboards` writes what Grafana reads. */

const panel = (title: string, unit: Unit, ...lines: [expr: string, legend: string][]): Panel => ({
  title,
  unit,
  targets: lines.map(([expr, legend]) => ({ expr, legend })),
});
/** One number, red from there on. */
const figure = (title: string, unit: Unit, expr: string, redFrom: number): Panel => ({
  title,
  unit,
  targets: [{ expr, legend: title }],
  redFrom,
});
/** Of a histogram, by these labels: the slowest in two, in twenty, in a hundred. */
const quantiles = (metric: string, by = ''): Target[] =>
  [0.5, 0.95, 0.99].map((q) => ({
    expr: `histogram_quantile(${q}, sum by (le${by && `, ${by}`}) (rate(${metric}_bucket[5m])))`,
    legend: `p${q * 100}${by && ` {{${by}}}`}`,
  }));
const times = (title: string, metric: string, by?: string): Panel => ({ title, unit: 's', targets: quantiles(metric, by) });
const perSecond = (metric: string, ...by: string[]): [string, string] => [
  by.length > 0 ? `sum by (${by.join(', ')}) (rate(${metric}[5m]))` : `sum(rate(${metric}[5m]))`,
  by.map((label) => `{{${label}}}`).join(' ') || 'all',
];
/** How the shop stands: every process that can read it says the same. */
const stands = (metric: string, ...by: string[]): [string, string] => [
  by.length > 0 ? `max by (${by.join(', ')}) (${metric})` : `max(${metric})`,
  by.map((label) => `{{${label}}}`).join(' ') || 'all',
];

const SHOP: Dashboard = {
  uid: 'holdfast-shop',
  title: 'shop',
  rows: [
    {
      title: 'Is it well?',
      panels: [
        figure('Processes down', 'short', 'sum(1 - up{job="holdfast"})', 1),
        figure('Faults a minute', 'short', 'sum(rate(holdfast_faults_total[5m])) * 60', 1),
        figure(
          'Breakers open',
          'short',
          'sum(max by (subgraph) (holdfast_subgraph_breaker) > bool 0) + max(holdfast_provider_breaker > bool 0)',
          1,
        ),
        figure('Parts unknown', 'short', 'sum(1 - min by (part) (holdfast_state_known))', 1),
      ],
    },
    {
      title: 'Requests',
      panels: [
        panel('Requests', 'reqps', perSecond('holdfast_request_seconds_count', 'endpoint', 'status')),
        times('Time of a request (kept answers apart)', 'holdfast_request_seconds'),
        panel('Slowest in twenty, by operation', 's', [
          'topk(12, histogram_quantile(0.95, sum by (le, operation) (rate(holdfast_operation_seconds_bucket[5m]))))',
          '{{operation}}',
        ]),
      ],
    },
    {
      title: 'Contexts',
      panels: [
        panel('p50 by subgraph', 's', [
          'histogram_quantile(0.5, sum by (le, subgraph) (rate(holdfast_subgraph_seconds_bucket[5m])))',
          '{{subgraph}}',
        ]),
        panel('p95 by subgraph', 's', [
          'histogram_quantile(0.95, sum by (le, subgraph) (rate(holdfast_subgraph_seconds_bucket[5m])))',
          '{{subgraph}}',
        ]),
        panel('p99 by subgraph', 's', [
          'histogram_quantile(0.99, sum by (le, subgraph) (rate(holdfast_subgraph_seconds_bucket[5m])))',
          '{{subgraph}}',
        ]),
        panel('Fetches without a good answer', 'reqps', [
          'sum by (subgraph, outcome) (rate(holdfast_subgraph_seconds_count{outcome!="ok"}[5m]))',
          '{{subgraph}} {{outcome}}',
        ]),
      ],
    },
    {
      title: 'Caches and lanes',
      panels: [
        panel(
          'Answers that were kept',
          'percentunit',
          ['holdfast:response_cache_hits:ratio5m', 'whole answers'],
          ['sum(rate(holdfast_part_cache_total{outcome="hit"}[5m])) / sum(rate(holdfast_part_cache_total[5m]))', 'parts'],
        ),
        panel('Lanes', 'short', ['sum by (lane, state) (holdfast_lane_requests)', '{{lane}} {{state}}']),
        panel(
          'Turned away',
          'reqps',
          perSecond('holdfast_lane_refused_total', 'lane', 'reason'),
          ['sum by (by) (rate(holdfast_rate_limited_total[5m]))', 'rate: {{by}}'],
          ['sum by (endpoint) (rate(holdfast_cost_refused_total[5m]))', 'cost: {{endpoint}}'],
        ),
      ],
    },
    {
      title: 'Processes',
      panels: [
        panel('Event loop, slowest in a hundred', 's', [
          'max by (part, instance) (holdfast_nodejs_eventloop_lag_p99_seconds)',
          '{{part}} {{instance}}',
        ]),
        panel('Processor', 'short', ['sum by (part, instance) (rate(holdfast_process_cpu_seconds_total[5m]))', '{{part}} {{instance}}']),
        panel('Memory', 'bytes', ['sum by (part, instance) (holdfast_process_resident_memory_bytes)', '{{part}} {{instance}}']),
        panel('Heap, of what it may use', 'percentunit', [
          'max by (part, instance) (holdfast_nodejs_heap_size_used_bytes / holdfast_heap_limit_bytes)',
          '{{part}} {{instance}}',
        ]),
      ],
    },
  ],
};

const CHECKOUT: Dashboard = {
  uid: 'holdfast-checkout',
  title: 'checkout',
  rows: [
    {
      title: 'Money',
      panels: [
        {
          ...figure('Checkout failure', 'percentunit', '1 - holdfast:checkout_success:ratio5m', 0.02),
          about: 'Of what the shop should have carried out.',
        },
        figure('Money unaccounted for', 'short', 'sum(max by (currency) (holdfast_money_unaccounted_minor))', 1),
        figure('Findings of the last audit', 'short', 'sum(max by (invariant) (holdfast_audit_findings))', 1),
        figure('Last audit', 's', 'max(holdfast_audit_age_seconds)', 5_400),
        figure('Refunds failed (24 h)', 'short', 'sum(increase(holdfast_refunds_failed_total[1d]))', 1),
      ],
    },
    {
      title: 'Purchases',
      panels: [
        panel('Purchases', 'reqps', ['holdfast:checkout_done:rate5m', 'done'], ['holdfast:checkout_failed:rate5m', 'failed by us']),
        panel('Answers', 'reqps', perSecond('holdfast_checkouts_total', 'outcome', 'code')),
        times('Time to the answer', 'holdfast_checkout_seconds'),
      ],
    },
    {
      title: 'Sagas',
      panels: [
        panel('Under way', 'short', stands('holdfast_sagas', 'saga', 'state')),
        panel('Overdue', 'short', stands('holdfast_sagas_overdue', 'saga')),
        panel('Oldest', 's', stands('holdfast_saga_oldest_seconds', 'saga')),
        panel('Ended', 'reqps', perSecond('holdfast_saga_endings_total', 'saga', 'ending', 'code')),
      ],
    },
    {
      title: 'The provider',
      panels: [
        panel('Payments refused', 'reqps', perSecond('holdfast_payment_failures_total', 'reason')),
        panel('p95 of a call', 's', [
          'histogram_quantile(0.95, sum by (le, call) (rate(holdfast_provider_seconds_bucket[5m])))',
          '{{call}}',
        ]),
        panel('Calls', 'reqps', perSecond('holdfast_provider_seconds_count', 'call', 'outcome')),
        panel(
          'Untold and undecided',
          's',
          [...stands('holdfast_provider_webhook_oldest_seconds').slice(0, 1), 'oldest webhook'] as [string, string],
          [...stands('holdfast_payment_undecided_oldest_seconds').slice(0, 1), 'oldest undecided payment'] as [string, string],
        ),
        panel(
          'How many',
          'short',
          ['max(holdfast_provider_webhooks_pending)', 'webhooks'],
          ['max(holdfast_payments_undecided)', 'payments'],
        ),
      ],
    },
    {
      title: 'Waiting rooms',
      panels: [
        panel('Waiting', 'short', stands('holdfast_waiting_room_waiting', 'sale')),
        panel('Let in a second', 'reqps', ['max by (sale) (rate(holdfast_waiting_room_admitted_place[1m]))', '{{sale}}']),
        panel('Let in, and not bought yet', 'short', stands('holdfast_waiting_room_admitted', 'sale')),
        panel('Should move', 'short', stands('holdfast_waiting_room_moves', 'sale')),
      ],
    },
    {
      title: 'Asked of others',
      panels: [
        panel('Live rates and tax, p95', 's', [
          'histogram_quantile(0.95, sum by (le, service) (rate(holdfast_outside_seconds_bucket[5m])))',
          '{{service}}',
        ]),
        panel('Answers', 'reqps', perSecond('holdfast_outside_seconds_count', 'service', 'outcome')),
      ],
    },
  ],
};

const INVENTORY: Dashboard = {
  uid: 'holdfast-inventory',
  title: 'inventory',
  rows: [
    {
      title: 'Stock',
      panels: [
        panel('Refused for want of stock', 'reqps', perSecond('holdfast_reservation_rejects_total')),
        panel('Times of inventory', 's', ...quantiles('holdfast_subgraph_seconds').map(inventoryAlone)),
        panel('Findings about stock', 'short', [
          'max by (invariant) (holdfast_audit_findings{invariant=~".*(stock|units|holds).*"})',
          '{{invariant}}',
        ]),
      ],
    },
    {
      title: 'Its database',
      panels: [
        panel(
          'Connections',
          'short',
          ['max by (state) (holdfast_database_connections{context="inventory"})', '{{state}}'],
          ['sum(holdfast_database_connections_max{context="inventory"})', 'at most'],
        ),
        panel('A statement waits', 's', ['max(holdfast_database_answer_seconds{context="inventory"})', 'inventory']),
        panel('Replicas behind', 's', stands('holdfast_database_replica_lag_seconds', 'context', 'replica')),
      ],
    },
    {
      title: 'What pages show of it',
      panels: [
        panel('Search behind', 's', ['holdfast:search_lag_seconds', 'in all'], ['max(holdfast_search_lag_seconds)', 'the engine']),
        panel(
          'From the event to the index',
          's',
          ...quantiles('holdfast_search_indexing_seconds').map(({ expr, legend }) => [expr, legend] as [string, string]),
        ),
        panel('Events of inventory on their way', 'short', [
          'max by (waiting_for) (holdfast_outbox_events{context="inventory"})',
          '{{waiting_for}}',
        ]),
        panel('Kept answers forgotten', 'reqps', perSecond('holdfast_response_cache_purged_total')),
      ],
    },
  ],
};

const QUEUES: Dashboard = {
  uid: 'holdfast-queues',
  title: 'queues',
  rows: [
    {
      title: 'Jobs',
      panels: [
        panel('Waiting and dead', 'short', ['max by (queue, state) (holdfast_queue_jobs{state=~"waiting|failed"})', '{{queue}} {{state}}']),
        panel('Oldest', 's', stands('holdfast_queue_oldest_seconds', 'queue')),
        panel('p95 of a job', 's', ['histogram_quantile(0.95, sum by (le, queue) (rate(holdfast_job_seconds_bucket[5m])))', '{{queue}}']),
        panel('Failed tries', 'reqps', ['sum by (queue) (rate(holdfast_job_seconds_count{outcome="failed"}[5m]))', '{{queue}}']),
      ],
    },
    {
      title: 'Events',
      panels: [
        panel('On their way', 'short', stands('holdfast_outbox_events', 'context', 'waiting_for')),
        panel('Oldest', 's', stands('holdfast_outbox_oldest_seconds', 'context', 'waiting_for')),
        figure('Dead (24 h)', 'short', 'sum(increase(holdfast_events_dead_total[1d]))', 1),
      ],
    },
    {
      title: 'To the outside',
      panels: [
        panel('Mails', 'reqps', perSecond('holdfast_mails_total', 'outcome')),
        panel('Webhooks', 'reqps', perSecond('holdfast_webhook_deliveries_total', 'outcome')),
      ],
    },
    {
      title: 'Databases',
      panels: [
        panel('Busy connections, of those there may be', 'percentunit', [
          'max by (context) (holdfast_database_connections{state="busy"}) / on (context) sum by (context) (holdfast_database_connections_max)',
          '{{context}}',
        ]),
        panel('A statement waits', 's', stands('holdfast_database_answer_seconds', 'context')),
      ],
    },
  ],
};

function inventoryAlone({ expr, legend }: Target): [string, string] {
  return [expr.replace('_bucket[', '_bucket{subgraph="inventory"}['), legend];
}

export const DASHBOARDS: Record<string, Dashboard> = { shop: SHOP, checkout: CHECKOUT, inventory: INVENTORY, queues: QUEUES };
