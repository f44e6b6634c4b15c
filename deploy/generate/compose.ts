import { stringify } from 'yaml';
import { addresses, METRICS_PORT, type Part, SIMULATOR_PORT } from './parts.ts';

const BEGIN = '  # --- from here on generated from topology.ts by `npm run deploy:files`\n';
const END = '  # --- up to here\n';
const ADMIN_DATABASE = `postgres://holdfast:\${POSTGRES_PASSWORD:-holdfast-on-a-laptop}@postgres:5432/holdfast`;
const LAPTOP: Record<string, string> = {
  SECRET: 'for-a-laptop-only-replace-it-before-you-sell-anything',
  ADMIN_API_KEY: 'for-a-laptop-only-admin-key',
  MEILISEARCH_API_KEY: 'for-a-laptop-only-search-key',
  // listening on all interfaces of its container, the gateway would not take this for a developer's machine
  INTROSPECTION: 'on',
};
/** Settings of one part alone that are no secret. */
const OWN: Record<string, string[]> = {
  gateway: [
    'INTROSPECTION',
    'CORS_ORIGINS',
    'ADMIN_CORS_ORIGINS',
    'MAX_COST',
    'MAILBOX',
    'TRUST_PROXY',
    'TRUSTED_DOCUMENTS',
    'STOREFRONT_URL',
  ],
  jobs: ['KAFKA_BROKERS'],
  search: ['MEILISEARCH_URL'],
  notifications: ['MAIL_FROM', 'STOREFRONT_URL'],
  webhooks: ['WEBHOOKS_ALLOW_PRIVATE'],
};
/** What signs, and what still holds or will while it is rotated. */
const HELD = ['SECRET', 'SECRET_PREVIOUS'];
const given = (name: string) => `\${${name}:-${LAPTOP[name] ?? ''}}`;
const asGiven = (names: string[]) => Object.fromEntries(names.map((name) => [name, given(name)]));

/** What all parts are told and nobody has to hide; a part's own role opens the database, so no password stands here. */
export const composeEnvironment = (): string =>
  `# Generated from topology.ts by \`npm run deploy:files\`: what all parts of docker-compose.yml's profile \`many\` are told.\n${Object.entries(
    {
      HOST: '0.0.0.0',
      DATA_DIR: '/var/lib/holdfast',
      METRICS_PORT: String(METRICS_PORT),
      DATABASE_URL: 'postgres://postgres:5432/holdfast',
      REDIS_URL: 'redis://redis:6379',
      SIMULATOR_URL: `http://simulator:${SIMULATOR_PORT}`,
      ...addresses(),
    },
  )
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')}`;

/** Where Prometheus finds all processes there are, however many of a part: by name, and again every few seconds. */
export const composePrometheus = (parts: Part[]): string =>
  `# Generated from topology.ts by \`npm run deploy:files\`: what docker-compose.yml's profile \`watch\` looks at.\n${stringify({
    global: { scrape_interval: '15s', scrape_timeout: '10s', evaluation_interval: '15s' },
    rule_files: ['rules/*.yml'],
    scrape_configs: [
      {
        job_name: 'holdfast',
        dns_sd_configs: [{ names: ['shop', ...parts.map(({ name }) => name)], type: 'A', port: METRICS_PORT, refresh_interval: '10s' }],
        relabel_configs: [{ source_labels: ['__meta_dns_name'], target_label: 'part' }],
      },
    ],
  })}`;

/** `docker-compose.yml` with the services of its profile `many` as these parts want them; all else stays as it was written. */
export function composeFile(before: string, parts: Part[]): string {
  const [head, rest] = before.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) throw new Error('docker-compose.yml has lost the lines between which it is generated');
  const services = [['migrate', migrate()], ['simulator', simulator()], ...parts.map((part) => [part.name, ofPart(part)])];
  const text = services.map(([name, service]) => stringify({ [name as string]: service }, { lineWidth: 0, aliasDuplicateObjects: false }));
  return `${head}${BEGIN}${text.map(indented).join('\n')}${END}${tail}`;
}

const indented = (text: string) => text.replaceAll(/^(?=.)/gm, '  ');

const contained = (command: string) => ({
  profiles: ['many'],
  image: 'holdfast',
  build: '.',
  command: [command],
  init: true,
  env_file: 'deploy/compose.many.env',
  read_only: true,
  tmpfs: ['/tmp:size=64m,mode=1777', '/var/lib/holdfast:size=16m,mode=0700,uid=1000,gid=1000'],
  cap_drop: ['ALL'],
  security_opt: ['no-new-privileges:true'],
});
const STANDING = { restart: 'unless-stopped', stop_grace_period: '30s' };
const healthcheck = (address: string) => ({
  test: ['CMD', 'node', 'deploy/healthcheck.mjs', address],
  interval: '10s',
  timeout: '5s',
  retries: 6,
  start_period: '60s',
});
const AFTER_MIGRATION = { migrate: { condition: 'service_completed_successfully' }, redis: { condition: 'service_healthy' } };

/** The only one that opens the database as its owner, and makes the roles of the others. */
const migrate = () => ({
  ...contained('migrate'),
  restart: 'on-failure:5',
  healthcheck: { disable: true },
  environment: { DATABASE_URL: ADMIN_DATABASE, ...asGiven(HELD) },
  depends_on: { postgres: { condition: 'service_healthy' } },
});

/** Somebody else's, as it were: with books of its own, which it makes itself. */
const simulator = () => ({
  ...contained('simulator'),
  ...STANDING,
  environment: { DATABASE_URL: ADMIN_DATABASE, PUBLIC_URL: 'http://gateway:4000', ...asGiven([...HELD, 'LOG_LEVEL']) },
  depends_on: { postgres: { condition: 'service_healthy' } },
});

function ofPart({ name, port, secrets }: Part) {
  const isGateway = name === 'gateway';
  const well = port === null ? `http://127.0.0.1:${METRICS_PORT}/readyz` : `http://127.0.0.1:${port}/${isGateway ? 'readyz' : 'healthz'}`;
  return {
    ...contained(name),
    ...STANDING,
    environment: {
      PUBLIC_URL: `\${PUBLIC_URL:-http://localhost:\${PORT:-4000}}`,
      LOG_LEVEL: `\${LOG_LEVEL:-info}`,
      OTEL_EXPORTER_OTLP_ENDPOINT: `\${OTEL_EXPORTER_OTLP_ENDPOINT:-}`,
      ...asGiven([...HELD, ...secrets, ...(OWN[name] ?? [])]),
    },
    // one of a range, so that there is room for a second gateway
    ...(isGateway && { ports: [`127.0.0.1:\${PORT:-4000-4009}:${port}`] }),
    depends_on: AFTER_MIGRATION,
    healthcheck: healthcheck(well),
  };
}
