import { mkdirSync, writeFileSync } from 'node:fs';
import { deployFiles, ROOT } from '../deploy/generate/files.ts';

/** `npm run deploy:files`: writes what follows from topology.ts of docker-compose.yml, deploy/kubernetes and deploy/router. */
for (const [name, text] of Object.entries(await deployFiles())) {
  const file = new URL(name, ROOT);
  mkdirSync(new URL('.', file), { recursive: true });
  writeFileSync(file, text);
  console.log(`${name}  ${text.split('\n').length - 1} lines`);
}
