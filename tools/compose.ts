import { writeFileSync } from 'node:fs';
import { composedFiles, SCHEMA_FOLDER } from '../schema/composition/outputs.ts';

/** `npm run compose`: writes the two supergraphs and the two API schemas from the subgraphs' SDL. */
for (const [name, text] of Object.entries(composedFiles())) {
  writeFileSync(new URL(name, SCHEMA_FOLDER), text);
  console.log(`schema/${name}  ${text.split('\n').length - 1} lines`);
}
