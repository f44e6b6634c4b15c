/** A query of Prometheus', and what its lines are called. */
export type Target = { expr: string; legend: string };
export type Unit = 'short' | 's' | 'reqps' | 'percentunit' | 'bytes';
export type Panel = {
  title: string;
  unit: Unit;
  targets: Target[];
  /** One number, red from there on, instead of lines over time. */
  redFrom?: number;
  /** What it says, for who has not seen it before. */
  about?: string;
};
export type Dashboard = { uid: string; title: string; rows: { title: string; panels: Panel[] }[] };

const DATASOURCE = { type: 'prometheus', uid: 'prometheus' };
const WIDTH = 24;
const HEIGHT = 8;
/** As Grafana 10 and later read it. */
const SCHEMA_VERSION = 39;

/** A dashboard as Grafana keeps it: rows of panels of equal width. */
export function dashboardJson({ uid, title, rows }: Dashboard): object {
  let id = 0;
  let y = 0;
  const panels = rows.flatMap((row) => {
    const width = Math.floor(WIDTH / row.panels.length);
    const head = { id: ++id, type: 'row', title: row.title, collapsed: false, gridPos: { x: 0, y, w: WIDTH, h: 1 }, panels: [] };
    const body = row.panels.map((panel, i) => panelJson(panel, ++id, { x: i * width, y: y + 1, w: width, h: HEIGHT }));
    y += 1 + HEIGHT;
    return [head, ...body];
  });
  return {
    uid,
    title: `Holdfast: ${title}`,
    tags: ['holdfast'],
    schemaVersion: SCHEMA_VERSION,
    editable: false,
    refresh: '30s',
    time: { from: 'now-3h', to: 'now' },
    timezone: 'browser',
    links: [{ type: 'dashboards', tags: ['holdfast'], asDropdown: false, title: '', includeVars: false, keepTime: true }],
    templating: { list: [] },
    annotations: { list: [ALERTS] },
    panels,
  };
}

/** Alerts that fire stand in every picture. */
const ALERTS = {
  name: 'alerts',
  enable: true,
  hide: false,
  iconColor: 'red',
  datasource: DATASOURCE,
  expr: 'ALERTS{alertstate="firing", severity="critical"}',
  titleFormat: '{{alertname}}',
};

function panelJson({ title, unit, targets, redFrom, about }: Panel, id: number, gridPos: object): object {
  const steps =
    redFrom === undefined
      ? [{ color: 'green', value: null }]
      : [
          { color: 'green', value: null },
          { color: 'red', value: redFrom },
        ];
  return {
    id,
    type: redFrom === undefined ? 'timeseries' : 'stat',
    title,
    ...(about && { description: about }),
    datasource: DATASOURCE,
    gridPos,
    fieldConfig: { defaults: { unit, min: 0, thresholds: { mode: 'absolute', steps } }, overrides: [] },
    targets: targets.map(({ expr, legend }, i) => ({
      refId: String.fromCharCode('A'.charCodeAt(0) + i),
      datasource: DATASOURCE,
      expr,
      legendFormat: legend,
    })),
  };
}
