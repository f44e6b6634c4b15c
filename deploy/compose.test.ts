import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readConfig } from '../wiring/environment.ts';

type Service = {
  image?: string;
  build?: string;
  ports?: string[];
  environment?: Record<string, string>;
  volumes?: string[];
  depends_on?: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
};
type Compose = { services: Record<string, Service>; volumes: Record<string, unknown> };

const read = (file: string) => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const compose = parse(read('docker-compose.yml')) as Compose;
const dockerfile = read('Dockerfile');
const { shop, postgres, redis, meilisearch } = compose.services as { [name: string]: Service & { environment: Record<string, string> } };

/** As docker compose does it: `${NAME}` and `${NAME:-default}`, the innermost first. */
function filledIn(text: string, given: Record<string, string> = {}): string {
  const filled = text.replaceAll(/\$\{(\w+)(?::-([^${}]*))?\}/g, (_, name: string, fallback = '') => given[name] || fallback);
  return filled === text ? text : filledIn(filled, given);
}
const environmentOf = (service: Service, given: Record<string, string> = {}) =>
  Object.fromEntries(Object.entries(service.environment ?? {}).map(([name, value]) => [name, filledIn(value, given)]));

/** Every variable that the configuration looks at. */
function known(): Set<string> {
  const looked = new Set<string>();
  readConfig(new Proxy({} as NodeJS.ProcessEnv, { get: (_, name) => void looked.add(String(name)) }));
  return looked;
}

describe('docker-compose.yml', () => {
  test('has the shop and the engines one grows into', () => {
    expect(Object.keys(compose.services).sort()).toEqual(['meilisearch', 'postgres', 'redis', 'shop']);
    expect(postgres!.image).toMatch(/^postgres:18\b/);
    expect(redis!.image).toMatch(/^(valkey\/valkey|redis):\d/);
    expect(meilisearch!.image).toMatch(/^getmeili\/meilisearch:v1\./);
    expect(shop!.build).toBe('.');
  });

  test('the shop waits until those that it needs are healthy', () => {
    expect(shop!.depends_on).toEqual({ postgres: { condition: 'service_healthy' }, redis: { condition: 'service_healthy' } });
    for (const [name, service] of Object.entries(compose.services)) expect(service.healthcheck?.test, name).toContain('CMD');
  });

  test('the shop is given only variables that it knows', () => {
    const variables = known();
    expect(variables.size).toBeGreaterThan(20);
    expect(Object.keys(shop!.environment).filter((name) => !variables.has(name))).toEqual([]);
    // and where search is, once it can be told
    expect('MEILISEARCH_URL' in shop!.environment).toBe(variables.has('MEILISEARCH_URL'));
  });

  test('with nothing set its values are a configuration for a laptop', () => {
    expect(readConfig(environmentOf(shop!))).toMatchObject({
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
    const config = readConfig(environmentOf(shop!, given));
    expect(config).toMatchObject({ secret: given.SECRET, adminApiKey: given.ADMIN_API_KEY, stripe: { secretKey: 'sk_test_given' } });
    expect(new URL(config.databaseUrl!).password).toBe(environmentOf(postgres!, given).POSTGRES_PASSWORD);
    const defaults = environmentOf(shop!);
    for (const name of ['SECRET', 'ADMIN_API_KEY']) expect(defaults[name], name).toContain('laptop-only');
  });

  test('only the shop can be reached from outside, and from this machine alone', () => {
    const ports = Object.entries(compose.services).flatMap(([name, { ports = [] }]) => ports.map((port) => [name, filledIn(port)]));
    expect(ports).toEqual([['shop', '127.0.0.1:4000:4000']]);
    expect(shop!.ports!.map((port) => filledIn(port, { PORT: '4001' }))).toEqual(['127.0.0.1:4001:4000']);
    expect(filledIn(shop!.environment.PUBLIC_URL!, { PORT: '4001' })).toBe('http://localhost:4001');
  });

  test('what must outlive a container is in a named volume', () => {
    const mounted = Object.values(compose.services).flatMap(({ volumes = [] }) => volumes.map((volume) => volume.split(':')[0]));
    expect(mounted.sort()).toEqual(Object.keys(compose.volumes).sort());
    expect(Object.values(compose.services).every(({ volumes = [] }) => volumes.length === 1)).toBe(true);
    expect(shop!.volumes).toEqual([`shop:${shop!.environment.DATA_DIR}`]);
  });
});

describe('Dockerfile', () => {
  test('runs main.ts as a user who is not root, on the Node that package.json asks for', () => {
    expect(dockerfile.match(/^USER (.*)$/m)?.[1]).toBe('node');
    expect(dockerfile).toMatch(/^ENTRYPOINT \["node", "--import", "tsx", "main.ts"\]$/m);
    expect(new Set(dockerfile.match(/^FROM node:\d+/gm))).toEqual(new Set(['FROM node:20']));
  });

  test('installs with the pnpm of npm start, from the lockfile', () => {
    const pnpm = read('tools/run.mjs').match(/'(pnpm@[\d.]+)'/)?.[1];
    expect(dockerfile).toContain(`npx -y ${pnpm} install --frozen-lockfile --prod`);
  });

  test('makes the folder that the shop keeps its secrets in, for that user', () => {
    expect(dockerfile).toContain(`install -d -o node -g node ${shop!.environment.DATA_DIR}`);
  });
});
