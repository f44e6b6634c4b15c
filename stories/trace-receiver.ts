import http from 'node:http';

/** A span as it came over the wire, flattened. */
export type SeenSpan = {
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  service: string;
  pid: number;
  failed: boolean;
  attributes: Record<string, unknown>;
  links: string[];
};
export type TraceReceiver = { url: string; close(): Promise<void> };

type Value = { stringValue?: string; intValue?: number | string; boolValue?: boolean; arrayValue?: { values: Value[] } };
type Attributes = { key: string; value: Value }[];
type Sent = {
  resourceSpans: {
    resource: { attributes: Attributes };
    scopeSpans: {
      spans: {
        traceId: string;
        spanId: string;
        parentSpanId?: string;
        name: string;
        status?: { code?: number };
        attributes: Attributes;
        links?: { traceId: string }[];
      }[];
    }[];
  }[];
};

/** Takes OTLP over HTTP as JSON, as a collector would, and tells what it was sent: `/spans?trace=` of one trace, `/found?text=` whether it was sent that. */
export async function openTraceReceiver(): Promise<TraceReceiver> {
  const bodies: string[] = [];
  const byTrace = new Map<string, SeenSpan[]>();
  const server = http.createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://receiver');
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    if (request.method === 'POST') {
      const text = Buffer.concat(chunks).toString();
      bodies.push(text);
      for (const span of spansIn(JSON.parse(text) as Sent)) byTrace.set(span.traceId, [...(byTrace.get(span.traceId) ?? []), span]);
    }
    const told = {
      '/spans': () => byTrace.get(url.searchParams.get('trace')!) ?? [],
      '/found': () => bodies.some((body) => body.includes(url.searchParams.get('text')!)),
    }[url.pathname];
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told?.() ?? {}));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as { port: number }).port}`,
    close: () => new Promise((resolve) => server.close(() => resolve()) && server.closeAllConnections()),
  };
}

/** The environment of a shop that traces its checkouts, and nothing else, to this receiver. */
export const tracedTo = (url: string): Record<string, string> => ({
  OTEL_EXPORTER_OTLP_ENDPOINT: url,
  OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
  OTEL_TRACES_SAMPLER: 'traceidratio',
  OTEL_TRACES_SAMPLER_ARG: '0',
  OTEL_BSP_SCHEDULE_DELAY: '200',
});

export const spansOf = async (url: string, trace: string): Promise<SeenSpan[]> =>
  (await (await fetch(`${url}/spans?trace=${trace}`)).json()) as SeenSpan[];
export const wasSent = async (url: string, text: string): Promise<boolean> =>
  (await (await fetch(`${url}/found?text=${encodeURIComponent(text)}`)).json()) as boolean;

const spansIn = ({ resourceSpans }: Sent): SeenSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const of = flattened(resource.attributes);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ traceId, spanId, parentSpanId = '', name, status, attributes, links = [] }) => ({
        ...{ traceId, spanId, parentSpanId, name, service: String(of['service.name']), pid: Number(of['process.pid']) },
        failed: status?.code === 2,
        attributes: flattened(attributes),
        links: links.map((link) => link.traceId),
      })),
    );
  });

const flattened = (attributes: Attributes): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, plain(value)]));
const plain = ({ stringValue, intValue, boolValue, arrayValue }: Value): unknown =>
  stringValue ?? (intValue === undefined ? undefined : Number(intValue)) ?? boolValue ?? arrayValue?.values.map(plain);
