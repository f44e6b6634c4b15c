import { DASHBOARDS } from './dashboards.ts';
import { dashboardJson } from './panels.ts';

/** The dashboards as Grafana reads them, each with the file it lies in. */
export const dashboardFiles = (): { name: string; file: URL; text: string }[] =>
  Object.entries(DASHBOARDS).map(([name, dashboard]) => ({
    name,
    file: new URL(`dashboards/${name}.json`, import.meta.url),
    text: `${JSON.stringify(dashboardJson(dashboard), null, 2)}\n`,
  }));
