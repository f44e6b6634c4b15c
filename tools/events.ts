import { mkdirSync, writeFileSync } from 'node:fs';
import { EVENTS_FOLDER, eventSchemas } from './event-schemas.ts';

/** `npm run events`: writes the schemas of the events that outsiders may read, from the contracts. */
mkdirSync(EVENTS_FOLDER, { recursive: true });
const files = await eventSchemas();
for (const [name, text] of files) writeFileSync(`${EVENTS_FOLDER}/${name}`, text);
console.log(`${files.size} schemas in ${EVENTS_FOLDER}`);
