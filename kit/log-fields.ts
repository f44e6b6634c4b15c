/** What a line may say beside its words and `err`: ids that are no secrets, names and numbers of our own. */
const FIELDS = new Set(
  `trace_id fault context part job queue service subgraph database replica url method path field
  order_id attempt payment_id intent_id refund_id event_id event mail delivery subscription session sale staff
  saga saga_step claims state ending outcome code reason kind type action status attempts duplicate
  seconds minutes ms version node queues search payments mails traces requestId refund`.split(/\s+/),
);
const LONGEST = 300;

/** Leaves out what is not known by name, and says so in `cut`; whoever adds a field adds it above, and thinks of whose it is. */
export function shownInLog(fields: Record<string, unknown>): Record<string, unknown> {
  const shown: Record<string, unknown> = {};
  const cut: string[] = [];
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'err') shown.err = value;
    else if (!FIELDS.has(name) || !isPlain(value)) cut.push(name);
    else shown[name] = typeof value === 'string' ? value.slice(0, LONGEST) : value;
  }
  return cut.length > 0 ? { ...shown, cut } : shown;
}

const isPlain = (value: unknown): boolean =>
  value === null || value === undefined || ['string', 'number', 'boolean'].includes(typeof value);
