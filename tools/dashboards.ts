import { writeFileSync } from 'node:fs';
import { dashboardFiles } from '../deploy/grafana/files.ts';

/** `npm run dashboards`: writes what Grafana reads to `deploy/grafana/dashboards/`. */
for (const { name, file, text } of dashboardFiles()) {
  writeFileSync(file, text);
  console.log(`deploy/grafana/dashboards/${name}.json  ${text.split('\n').length - 1} lines`);
}
