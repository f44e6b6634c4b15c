import { SIMULATOR_KEY } from '../../wiring/simulator.ts';

/** What the provider holds of one order, in minor units. */
export type LedgerRow = {
  order_id: string | null;
  payment_intents: number;
  charges: number;
  authorized: number;
  captured: number;
  refunded: number;
};
export type ProviderFault = {
  kind: string;
  match?: { method?: string; path?: string; paymentMethod?: string };
  times?: number;
  ms?: number;
  probability?: number;
  seed?: number;
};
export type Provider = {
  url: string;
  fault(fault: ProviderFault): Promise<void>;
  heal(): Promise<void>;
  /** How often each kind of fault has happened since the simulator was started. */
  hits(): Promise<Record<string, number>>;
  rateLimit(perSecond: number | null): Promise<void>;
  /** Calls refused by the rate limit, since it was set. */
  refused(): Promise<number>;
  authenticate(clientSecret: string, outcome: 'succeeded' | 'failed'): Promise<number>;
  ledger(orderId?: string): Promise<LedgerRow[]>;
};

/** The payment simulator, a process with a database of its own that outlives ours; spoken to by HTTP only. */
export function providerAt(url: string): Provider {
  const call = async (method: string, path: string, body?: object) => {
    const headers = { authorization: `Bearer ${SIMULATOR_KEY}`, 'content-type': 'application/json' };
    const response = await fetch(`${url}/v1/test_helpers/${path}`, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    return {
      status: response.status,
      body: (await response.json()) as { data?: LedgerRow[]; hits?: Record<string, number>; refused?: number },
    };
  };
  const must = async (method: string, path: string, body?: object) => {
    const answer = await call(method, path, body);
    if (answer.status !== 200)
      throw new Error(`the simulator answered ${answer.status} to ${method} ${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  return {
    url,
    fault: async (fault) => void (await must('POST', 'faults', fault)),
    heal: async () => {
      await must('DELETE', 'faults');
      await must('DELETE', 'rate_limit');
    },
    hits: async () => (await must('GET', 'faults')).hits ?? {},
    rateLimit: async (perSecond) =>
      void (perSecond === null ? await must('DELETE', 'rate_limit') : await must('POST', 'rate_limit', { perSecond })),
    refused: async () => (await must('GET', 'rate_limit')).refused ?? 0,
    authenticate: async (clientSecret, outcome) =>
      (await call('POST', `payment_intents/${clientSecret.split('_secret_')[0]}/authenticate`, { outcome })).status,
    ledger: async (orderId) => (await must('GET', `ledger${orderId ? `?order_id=${orderId}` : ''}`)).data ?? [],
  };
}
