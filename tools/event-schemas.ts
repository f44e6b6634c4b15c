import { z } from 'zod';
import { isForOutside, schemaVersionOf } from '../jobs/event-log.ts';
import type { Contract } from '../kit/contract.ts';
import { contextNames, topology } from '../topology.ts';

/** Where the schemas lie that readers of the event log are held to: a file an event and version. */
export const EVENTS_FOLDER = 'schema/events';

/** The text of each file, by its name. Old versions of an event stay in the folder and are made by nobody. */
export async function eventSchemas(): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const name of contextNames) {
    const { contract } = (await topology[name].load()).default as { contract: Contract };
    for (const [event, payload] of Object.entries(contract.events)) {
      const type = `${name}.${event}`;
      if (!isForOutside(type)) continue;
      const version = schemaVersionOf(type);
      files.set(`${type}.v${version}.json`, `${JSON.stringify(schemaOf(type, version, payload), null, 2)}\n`);
    }
  }
  return files;
}

const schemaOf = (type: string, version: number, payload: z.ZodType) => {
  const { $schema, ...body } = z.toJSONSchema(payload, { io: 'input', unrepresentable: 'any' });
  const string = (about: string, more: object = {}) => ({ type: 'string', description: about, ...more });
  const properties = {
    eventId: string('The same whenever the event comes again.', { format: 'uuid' }),
    type: { const: type },
    version: { const: version, description: 'Of this schema.' },
    aggregateId: string('What the event is about; the key of the record.'),
    aggregateVersion: {
      type: 'integer',
      description: 'Orders the events of one aggregate: what is not above the one you know has been told.',
    },
    occurredAt: string("By the shop's database.", { format: 'date-time' }),
    payload: body,
  };
  return {
    $schema,
    $id: `urn:holdfast:event:${type}:${version}`,
    title: type,
    type: 'object',
    properties,
    required: Object.keys(properties),
  };
};
