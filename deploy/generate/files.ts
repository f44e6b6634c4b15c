import { readFileSync } from 'node:fs';
import { composeEnvironment, composeFile, composePrometheus } from './compose.ts';
import { kubernetesFiles } from './kubernetes.ts';
import { allParts } from './parts.ts';
import { routerFiles } from './routers.ts';

export const ROOT = new URL('../../', import.meta.url);

/** Every file of a deployment that follows from `topology.ts`, by its name in this repository. */
export async function deployFiles(): Promise<Record<string, string>> {
  const parts = await allParts();
  const under = (folder: string, files: Record<string, string>) =>
    Object.fromEntries(Object.entries(files).map(([name, text]) => [`${folder}/${name}`, text]));
  return {
    'docker-compose.yml': composeFile(readFileSync(new URL('docker-compose.yml', ROOT), 'utf8'), parts),
    'deploy/compose.many.env': composeEnvironment(),
    'deploy/compose.prometheus.yml': composePrometheus(parts),
    ...under('deploy/kubernetes', kubernetesFiles(parts)),
    ...under('deploy/router', routerFiles()),
  };
}
