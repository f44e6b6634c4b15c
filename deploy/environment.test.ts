import { describe, expect, test } from 'vitest';
import { ConfigError } from '../kit/config.ts';
import { contextNames } from '../topology.ts';
import { readConfig, VARIABLE_NAMES } from '../wiring/environment.ts';

const address = 'must be an address that begins with';
/** A wrong value of each variable, and what is said about it. */
const WRONG: Record<string, [value: string, fault: string]> = {
  PORT: ['forty', 'must be a whole number from 0 to 65535'],
  METRICS_PORT: ['on', 'must be off, or a whole number from 0 to 65535'],
  PUBLIC_URL: ['shop.example.com', `${address} http:// or https://`],
  DATABASE_URL: ['mysql://localhost/shop', `${address} postgres:// or postgresql://`],
  DATABASE_REPLICA_URLS: ['postgres://replica-1/shop,replica-2', `${address} postgres:// or postgresql://`],
  RESPONSE_CACHE_MB: ['-1', 'must be at least 0'],
  PART_CACHE_MB: ['1.5', 'must be a whole number from 0 to 100000'],
  TRUSTED_DOCUMENTS: ['some', 'must be any or only'],
  REDIS_URL: ['localhost:6379', `${address} redis:// or rediss://`],
  KAFKA_BROKERS: ['kafka-1', 'must be hosts and ports'],
  MEILISEARCH_URL: ['localhost:7700', `${address} http:// or https://`],
  MEILISEARCH_API_KEY: ['with space', 'must have no space in it'],
  STRIPE_SECRET_KEY: ['pk_test_1', 'must be a secret key of Stripe'],
  STRIPE_WEBHOOK_SECRET: ['secret', 'must be a signing secret of Stripe'],
  SIMULATOR_URL: ['127.0.0.1', `${address} http:// or https://`],
  SMTP_URL: ['mail.example.com', `${address} smtp:// or smtps://`],
  MAIL_FROM: ['the shop', 'must be an address, with or without a name before it'],
  STOREFRONT_URL: ['www.example.com', `${address} http:// or https://`],
  MAIL_RETENTION_DAYS: ['0', 'must be at least 1'],
  MAILBOX: ['ajar', 'must be open or closed'],
  OIDC_ISSUER: ['accounts.example.com', `${address} http:// or https://`],
  OIDC_CLIENT_ID: ['x'.repeat(256), 'must have at most 255 characters'],
  WEBHOOKS_ALLOW_PRIVATE: ['yes', 'must be true or false'],
  ADMIN_API_KEY: ['short', 'must have at least 16 characters'],
  SECRET: ['short', 'must have at least 32 characters'],
  SECRET_PREVIOUS: [`${'x'.repeat(32)},short`, 'must have at least 32 characters in each of its secrets'],
  INTROSPECTION: ['yes', 'must be on or off'],
  MAX_COST: ['-1', 'must be at least 0'],
  CORS_ORIGINS: ['https://www.example.com/shop', 'must be * or origins with commas between'],
  ADMIN_CORS_ORIGINS: ['*', 'must be origins with commas between'],
  LOG_LEVEL: ['loud', 'must be trace, debug, info, warn, error, fatal or silent'],
  SEED: ['yes', 'must be demo or none'],
  CURRENCY: ['euro', 'must be three upper-case letters'],
  HOLD_MINUTES: ['0', 'must be more than 0'],
  CHECKOUT_CAPACITY: ['0', 'must be at least 1'],
  PROVIDER_CALLS_PER_SECOND: ['many', 'must be a whole number from 1 to 100000'],
  AUDIT_EVERY_MINUTES: ['hourly', 'must be a whole number from 0 to 10080'],
  TRUST_PROXY: ['yes', 'must be a whole number from 0 to 10'],
  RATE_LIMIT_FACTOR: ['-1', 'must be at least 0'],
  DELIVERY_OPTIONS: ['{', 'must be JSON'],
  DELIVERY_FILE: ['nowhere.json', 'cannot be read (ENOENT)'],
  LIVE_RATES_URL: ['rates.example.com', `${address} http:// or https://`],
  TAX_FILE: ['package.json', 'countries: '],
  TAX_SERVICE_URL: ['tax.example.com', `${address} http:// or https://`],
  PRICES_INCLUDE_TAX: ['yes', 'must be true or false'],
  HOME_COUNTRY: ['UK', 'must be a country of ISO 3166-1'],
  CRASH_AT: ['somewhere', 'must name a saga, a step and a moment'],
  DRAIN_SECONDS: ['60', 'must be at most 10'],
  GATEWAY_EXECUTOR: ['fast', 'must be compiled or apollo'],
  DATABASE_PREPARE: ['no', 'must be true or false'],
  OTEL_SDK_DISABLED: ['yes', 'must be true or false'],
  OTEL_TRACES_EXPORTER: ['zipkin', 'must be otlp, console or none'],
  OTEL_EXPORTER_OTLP_ENDPOINT: ['collector:4318', `${address} http:// or https://`],
  OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: ['collector:4318', `${address} http:// or https://`],
  OTEL_EXPORTER_OTLP_PROTOCOL: ['grpc', 'must be http/protobuf or http/json'],
  OTEL_TRACES_SAMPLER: ['some', 'must be one of always_on, always_off, traceidratio'],
  OTEL_TRACES_SAMPLER_ARG: ['5', 'must be at most 1'],
  OTEL_BSP_MAX_QUEUE_SIZE: ['0', 'must be at least 1'],
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: ['0', 'must be at least 1'],
  OTEL_BSP_SCHEDULE_DELAY: ['soon', 'must be a whole number from 1 to 600000'],
  ...Object.fromEntries(contextNames.map((name) => [`${name.toUpperCase()}_DATABASE_URL`, ['nowhere', address]])),
  ...Object.fromEntries(contextNames.map((name) => [`${name.toUpperCase()}_URL`, ['nowhere', address]])),
};
/** Their examples show the form of a secret, and are none. */
const SECRETS = ['STRIPE_SECRET_KEY', 'SECRET'];
/** What else must be set. */
const WITH: Record<string, Record<string, string>> = { SMTP_URL: { MAIL_FROM: 'shop@example.com' } };
/** Whatever they are, they are right. */
const FREE = ['HOST', 'METRICS_HOST', 'DATA_DIR', 'TRUSTED_DOCUMENTS_FILE'];

function saidOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
  } catch (error) {
    expect(error).toBeInstanceOf(ConfigError);
    return (error as Error).message;
  }
  return '';
}

describe('the environment of the shop', () => {
  test('nothing needs to be set', () => {
    expect(readConfig({})).toMatchObject({ seed: 'demo', currency: 'EUR', holdMinutes: 15, host: '127.0.0.1', prepare: true });
  });

  test('every variable has a wrong value here, or takes any', () => {
    expect([...Object.keys(WRONG), ...FREE].sort()).toEqual([...VARIABLE_NAMES].sort());
  });

  test.each(Object.entries(WRONG))('a wrong %s gives one line that names it, its fault and an example', (name, [value, fault]) => {
    const line = saidOf({ [name]: value });
    expect(line.startsWith(`${name} `)).toBe(true);
    expect(line).toContain(`: ${fault}`);
    expect(line).not.toContain('\n');
    expect(line).toContain(`For example: ${name}=`);
  });

  test('the example that it gives is right', () => {
    for (const [name, [value]] of Object.entries(WRONG).filter(([it]) => !SECRETS.includes(it))) {
      const example = saidOf({ [name]: value }).split(`For example: ${name}=`)[1]!;
      expect(saidOf({ ...WITH[name], [name]: example }), name).toBe('');
    }
  });

  test('a mail server without an address to send from is half a configuration', () => {
    expect(saidOf({ SMTP_URL: 'smtp://mail.example.com' })).toMatch(/^MAIL_FROM is not set: .* For example: MAIL_FROM=/);
  });

  test('traces go where the usual variables say, and nowhere by themselves', () => {
    const exporter = (environment: Record<string, string>) => readConfig(environment).traces?.exporter ?? null;
    const OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:4318';
    expect([exporter({}), exporter({ OTEL_TRACES_SAMPLER: 'always_on' })]).toEqual([null, null]);
    expect([exporter({ OTEL_EXPORTER_OTLP_ENDPOINT }), exporter({ OTEL_TRACES_EXPORTER: 'none' })]).toEqual(['otlp', 'none']);
    expect(exporter({ OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_SDK_DISABLED: 'true' })).toBe(null);
    expect(exporter({ OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${OTEL_EXPORTER_OTLP_ENDPOINT}/v1/traces` })).toBe('otlp');
  });

  test('mails are shown, and webhooks sent to private addresses, by themselves only on a machine of a developer', () => {
    const isOpen = (environment: Record<string, string>) => readConfig(environment).mailboxOpen;
    expect(isOpen({})).toBe(true);
    expect(isOpen({ PUBLIC_URL: 'http://localhost:4000', HOST: 'localhost' })).toBe(true);
    expect(isOpen({ MAILBOX: 'closed' })).toBe(false);
    const real: Record<string, string>[] = [
      { HOST: '0.0.0.0' },
      { PUBLIC_URL: 'https://shop.example.com' },
      { PUBLIC_URL: 'https://127.0.0.1.example.com' },
      { STRIPE_SECRET_KEY: 'sk_test_1', STRIPE_WEBHOOK_SECRET: 'whsec_1' },
    ];
    const allowsPrivate = (environment: Record<string, string>) => readConfig(environment).webhooksAllowPrivate;
    expect([allowsPrivate({}), allowsPrivate({ WEBHOOKS_ALLOW_PRIVATE: 'false' })]).toEqual([true, false]);
    for (const environment of real)
      expect([allowsPrivate(environment), allowsPrivate({ ...environment, WEBHOOKS_ALLOW_PRIVATE: 'true' })]).toEqual([false, true]);
    for (const environment of real) expect([isOpen(environment), isOpen({ ...environment, MAILBOX: 'open' })]).toEqual([false, true]);
    expect(isOpen({ SMTP_URL: 'smtp://mail.example.com', MAIL_FROM: 'shop@example.com', MAILBOX: 'open' })).toBe(false);
  });

  test('the schema is shown, and pages of anybody may call, by themselves only on a machine of a developer', () => {
    const said = (environment: Record<string, string>) => {
      const { introspection, origins, isHttps } = readConfig(environment);
      return { introspection, origins, isHttps };
    };
    expect(said({})).toEqual({ introspection: true, origins: '*', isHttps: false });
    expect(said({ INTROSPECTION: 'off', CORS_ORIGINS: 'http://a, http://b:81' })).toMatchObject({
      introspection: false,
      origins: ['http://a', 'http://b:81'],
    });
    expect(said({ HOST: '0.0.0.0' })).toEqual({ introspection: false, origins: [], isHttps: false });
    const real = { PUBLIC_URL: 'https://api.example.com/', STOREFRONT_URL: 'https://www.example.com/shop/' };
    expect(said(real)).toEqual({ introspection: false, origins: ['https://api.example.com', 'https://www.example.com'], isHttps: true });
    expect(said({ ...real, INTROSPECTION: 'on', CORS_ORIGINS: '*' })).toEqual({ introspection: true, origins: '*', isHttps: true });
  });

  test('what is wrong with the settings of delivery is said with its place', () => {
    const options = [{ id: 'standard', name: 'Standard', priceMinor: { EUR: 490 } }];
    const DELIVERY_OPTIONS = JSON.stringify([...options, { id: 'express', name: 'Express', priceMinor: { EUR: 4.9 } }]);
    expect(saidOf({ DELIVERY_OPTIONS })).toContain(': 1.priceMinor.EUR: ');
  });

  test('a key of Stripe without the secret of its webhooks is half a configuration', () => {
    expect(saidOf({ STRIPE_SECRET_KEY: 'sk_test_1' })).toMatch(
      /^STRIPE_WEBHOOK_SECRET is not set: .* For example: STRIPE_WEBHOOK_SECRET=whsec_/,
    );
  });
});
