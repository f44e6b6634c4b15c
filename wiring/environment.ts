import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ConfigError, readEnvironment, rules } from '../kit/config.ts';
import { MAX_COST } from '../gateway/limits.ts';
import { CRASH_POINT } from '../kit/crash-points.ts';
import { TRACE_VARIABLES, traceSettings } from './trace-variables.ts';
import { isCountry } from '../schema/vocabulary/countries.ts';
import { DeliveryOptions } from '../subgraphs/checkout/delivery/options.ts';
import { DeliveryRules } from '../subgraphs/checkout/delivery/rules.ts';
import { TaxRules } from '../subgraphs/checkout/tax/rules.ts';
import { contextNames, topology } from '../topology.ts';

const text = (min: number) => z.string().min(min, `must have at least ${min} characters`);
const json = z.string().transform((value, context) => {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    context.addIssue('must be JSON');
    return z.NEVER;
  }
});
/** A file of JSON, read once, at the start. */
const jsonFile = z
  .string()
  .transform((file, context) => {
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      context.addIssue(`cannot be read (${(error as NodeJS.ErrnoException).code})`);
      return z.NEVER;
    }
  })
  .pipe(json);
/** Says where in it the first fault is: "zones.0.methods.1.rates.EUR needs exactly one of ...". The value stays as it was written. */
const fitting = (form: z.ZodType) => (value: unknown, context: z.RefinementCtx) => {
  const [issue] = form.safeParse(value).error?.issues ?? [];
  if (issue) context.addIssue(`${issue.path.join('.') || 'it'}: ${issue.message}`);
};
const ORIGINS = 'origins with commas between: a scheme and a host, and no path';
const originsIn = (given: string) => given.split(',').map((origin) => origin.trim());
const areOrigins = (all: string[]) => all.every((origin) => URL.canParse(origin) && new URL(origin).origin === origin);
const origins = z.string().transform(originsIn).refine(areOrigins, `must be ${ORIGINS}`);
const anyOrigins = z
  .string()
  .transform((given) => (given === '*' ? ('*' as const) : originsIn(given)))
  .refine((all) => all === '*' || areOrigins(all), `must be * or ${ORIGINS}`);
const POSTGRES = { schema: rules.url('postgres:', 'postgresql:').optional(), example: 'postgres://user:password@localhost:5432/holdfast' };
const SERVICE = { schema: rules.url('http:', 'https:').optional(), example: 'http://inventory:4103' };

/** Every variable there is; README and docs/operating.md explain them. */
const VARIABLES = {
  PORT: { schema: rules.integer(0, 65535).optional(), example: '4000' },
  HOST: { schema: z.string().default('127.0.0.1'), example: '0.0.0.0' },
  METRICS_PORT: { schema: rules.portOrOff.optional(), example: '9464' },
  METRICS_HOST: { schema: z.string().optional(), example: '127.0.0.1' },
  PUBLIC_URL: { schema: rules.url('http:', 'https:').optional(), example: 'https://shop.example.com' },
  DATA_DIR: { schema: z.string().default('.data'), example: '/var/lib/holdfast' },
  DATABASE_URL: POSTGRES,
  DATABASE_REPLICA_URLS: {
    schema: rules.urls('postgres:', 'postgresql:').default([]),
    example: 'postgres://user:password@replica-1:5432/holdfast,postgres://user:password@replica-2:5432/holdfast',
  },
  REDIS_URL: { schema: rules.url('redis:', 'rediss:').optional(), example: 'redis://localhost:6379' },
  KAFKA_BROKERS: {
    schema: z
      .string()
      .transform((brokers) => brokers.split(',').map((broker) => broker.trim()))
      .pipe(z.array(z.string().regex(/^[\w.-]+:\d{1,5}$/, 'must be hosts and ports, with commas between')))
      .default([]),
    example: 'kafka-1:9092,kafka-2:9092',
  },
  MEILISEARCH_URL: { schema: rules.url('http:', 'https:').optional(), example: 'http://localhost:7700' },
  MEILISEARCH_API_KEY: {
    schema: z.string().regex(/^\S+$/, 'must have no space in it').optional(),
    example: 'a-key-that-may-search-and-change-indexes',
  },
  STRIPE_SECRET_KEY: {
    schema: z
      .string()
      .regex(/^(sk|rk)_(test|live)_\w+$/, 'must be a secret key of Stripe')
      .optional(),
    example: 'sk_test_51HabcXYZ',
  },
  STRIPE_WEBHOOK_SECRET: {
    schema: z
      .string()
      .regex(/^whsec_\w+(,whsec_\w+)*$/, 'must be a signing secret of Stripe, or two with a comma')
      .optional(),
    example: 'whsec_abc123',
  },
  SIMULATOR_URL: { schema: rules.url('http:', 'https:').optional(), example: 'http://127.0.0.1:4199' },
  SMTP_URL: { schema: rules.url('smtp:', 'smtps:').optional(), example: 'smtp://user:password@mail.example.com:587' },
  MAIL_FROM: {
    schema: z
      .string()
      .regex(/^([^<>\r\n]*<[^\s<>@]+@[^\s<>@]+>|[^\s<>@]+@[^\s<>@]+)$/, 'must be an address, with or without a name before it')
      .optional(),
    example: 'Holdfast <shop@example.com>',
  },
  STOREFRONT_URL: { schema: rules.url('http:', 'https:').optional(), example: 'https://www.example.com' },
  MAIL_RETENTION_DAYS: { schema: rules.integer(1, 3650).default(30), example: '90' },
  MAILBOX: { schema: z.enum(['open', 'closed'], 'must be open or closed').optional(), example: 'closed' },
  OIDC_ISSUER: { schema: rules.url('http:', 'https:').optional(), example: 'https://accounts.example.com' },
  OIDC_CLIENT_ID: { schema: z.string().max(255, 'must have at most 255 characters').default('holdfast'), example: 'my-shop' },
  WEBHOOKS_ALLOW_PRIVATE: { schema: z.enum(['true', 'false'], 'must be true or false').optional(), example: 'false' },
  ADMIN_API_KEY: { schema: text(16).optional(), example: 'a-long-random-string' },
  SECRET: { schema: text(32).optional(), example: '0123456789abcdef0123456789abcdef' },
  SECRET_PREVIOUS: {
    schema: z
      .string()
      .transform((given) => given.split(',').map((secret) => secret.trim()))
      .refine((secrets) => secrets.every((secret) => secret.length >= 32), 'must have at least 32 characters in each of its secrets')
      .default([]),
    example: '0123456789abcdef0123456789abcdef,fedcba9876543210fedcba9876543210',
  },
  LOG_LEVEL: {
    schema: z
      .enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'], 'must be trace, debug, info, warn, error, fatal or silent')
      .default('warn'),
    example: 'info',
  },
  SEED: { schema: z.enum(['demo', 'none'], 'must be demo or none').default('demo'), example: 'none' },
  CURRENCY: {
    schema: z
      .string()
      .regex(/^[A-Z]{3}$/, 'must be three upper-case letters')
      .default('EUR'),
    example: 'USD',
  },
  HOLD_MINUTES: {
    schema: z.coerce.number('must be a number').positive('must be more than 0').max(1440, 'must be at most 1440').default(15),
    example: '10',
  },
  CHECKOUT_CAPACITY: { schema: rules.integer(1, 100_000).default(40), example: '120' },
  PROVIDER_CALLS_PER_SECOND: { schema: rules.integer(1, 100_000).default(100), example: '25' },
  DELIVERY_OPTIONS: {
    schema: json.superRefine(fitting(DeliveryOptions)).optional(),
    example: '[{"id":"standard","name":"Standard","priceMinor":{"EUR":490}}]',
  },
  DELIVERY_FILE: { schema: jsonFile.superRefine(fitting(DeliveryRules)).optional(), example: 'deploy/delivery.example.json' },
  LIVE_RATES_URL: { ...SERVICE, example: 'https://shop:key@rates.example.com/quote' },
  TAX_FILE: { schema: jsonFile.superRefine(fitting(TaxRules)).optional(), example: 'deploy/tax.example.json' },
  TAX_SERVICE_URL: { ...SERVICE, example: 'https://shop:key@tax.example.com/quote' },
  PRICES_INCLUDE_TAX: { schema: z.enum(['true', 'false'], 'must be true or false').default('true'), example: 'false' },
  HOME_COUNTRY: { schema: z.string().refine(isCountry, 'must be a country of ISO 3166-1').default('DE'), example: 'AT' },
  AUDIT_EVERY_MINUTES: { schema: rules.integer(0, 10_080).default(60), example: '15' },
  CRASH_AT: {
    schema: z.string().regex(CRASH_POINT, 'must name a saga, a step and a moment').optional(),
    example: 'PlaceOrder.reserve stock.after',
  },
  INTROSPECTION: { schema: z.enum(['on', 'off'], 'must be on or off').optional(), example: 'off' },
  MAX_COST: { schema: rules.integer(0, 1_000_000_000).default(MAX_COST), example: '20000' },
  CORS_ORIGINS: { schema: anyOrigins.optional(), example: 'https://www.example.com,https://m.example.com' },
  ADMIN_CORS_ORIGINS: { schema: origins.default([]), example: 'https://admin.example.com' },
  TRUST_PROXY: { schema: rules.integer(0, 10).default(0), example: '1' },
  RATE_LIMIT_FACTOR: {
    schema: z.coerce.number('must be a number').min(0, 'must be at least 0').max(1000, 'must be at most 1000').default(1),
    example: '0.5',
  },
  RESPONSE_CACHE_MB: { schema: rules.integer(0, 100_000).default(64), example: '256' },
  PART_CACHE_MB: { schema: rules.integer(0, 100_000).default(64), example: '256' },
  TRUSTED_DOCUMENTS: { schema: z.enum(['any', 'only'], 'must be any or only').default('any'), example: 'only' },
  TRUSTED_DOCUMENTS_FILE: { schema: z.string().optional(), example: 'trusted-documents.json' },
  DATABASE_PREPARE: { schema: z.enum(['true', 'false'], 'must be true or false').default('true'), example: 'false' },
  DRAIN_SECONDS: { schema: rules.integer(0, 10).default(0), example: '5' },
  GATEWAY_EXECUTOR: {
    schema: z.enum(['compiled', 'apollo'], 'must be compiled or apollo').default('compiled'),
    example: 'apollo',
  },
  ...TRACE_VARIABLES,
  ...Object.fromEntries(contextNames.map((name) => [`${name.toUpperCase()}_DATABASE_URL`, POSTGRES])),
  ...Object.fromEntries(contextNames.map((name) => [`${name.toUpperCase()}_URL`, SERVICE])),
} as const;

export const VARIABLE_NAMES: readonly string[] = Object.keys(VARIABLES);

export type Environment = ReturnType<typeof readConfig>;

const LOOPBACK = /^(localhost|127[.]0[.]0[.]1|::1|\[::1\])$/;
type Place = { HOST: string; PUBLIC_URL?: string | undefined; STRIPE_SECRET_KEY?: string | undefined };

/** A shop that only its own machine can reach, and that takes no money: a developer's. */
const isOnLaptop = ({ HOST, PUBLIC_URL, STRIPE_SECRET_KEY }: Place): boolean =>
  LOOPBACK.test(HOST) && (!PUBLIC_URL || LOOPBACK.test(new URL(PUBLIC_URL).hostname)) && !STRIPE_SECRET_KEY;

/** Where the shop's own pages are. */
const ownOrigins = ({ PUBLIC_URL, STOREFRONT_URL }: { PUBLIC_URL?: string | undefined; STOREFRONT_URL?: string | undefined }): string[] => [
  ...new Set([PUBLIC_URL, STOREFRONT_URL].flatMap((url) => (url ? [new URL(url).origin] : []))),
];

/** The configuration of this process, or a `ConfigError` of one line. */
export function readConfig(environment: NodeJS.ProcessEnv) {
  const values = readEnvironment(VARIABLES, environment);
  if (values.STRIPE_SECRET_KEY && !values.STRIPE_WEBHOOK_SECRET) {
    throw new ConfigError(
      'STRIPE_WEBHOOK_SECRET is not set: with STRIPE_SECRET_KEY it is needed too. For example: STRIPE_WEBHOOK_SECRET=whsec_abc123',
    );
  }
  if (values.SMTP_URL && !values.MAIL_FROM)
    throw new ConfigError('MAIL_FROM is not set: with SMTP_URL it is needed too. For example: MAIL_FROM=Holdfast <shop@example.com>');
  const perContext = (suffix: string) =>
    Object.fromEntries(
      contextNames.map((name) => [name, (values as Record<string, unknown>)[`${name.toUpperCase()}_${suffix}`] as string | undefined]),
    );
  return {
    port: values.PORT,
    host: values.HOST,
    /** Where this process is watched; without a port of its own one that goes with `PORT` (wiring/watch.ts). */
    metrics: { port: values.METRICS_PORT, host: values.METRICS_HOST ?? values.HOST },
    publicUrl: values.PUBLIC_URL,
    dataDir: path.resolve(values.DATA_DIR),
    databaseUrl: values.DATABASE_URL,
    databaseReplicaUrls: values.DATABASE_REPLICA_URLS,
    contextDatabaseUrls: perContext('DATABASE_URL'),
    /** Where other processes are; a context without an address runs at its own port of topology.ts on this host. */
    contextUrls: Object.fromEntries(
      Object.entries(perContext('URL')).map(([name, url]) => [
        name,
        url ?? `http://127.0.0.1:${topology[name as keyof typeof topology].port}`,
      ]),
    ),
    /** Contexts that were said to run elsewhere: the shop in one process leaves them out. */
    elsewhere: contextNames.filter((name) => perContext('URL')[name]),
    kafkaBrokers: values.KAFKA_BROKERS,
    redisUrl: values.REDIS_URL,
    meilisearch: values.MEILISEARCH_URL ? { url: values.MEILISEARCH_URL, apiKey: values.MEILISEARCH_API_KEY ?? null } : null,
    stripe: { secretKey: values.STRIPE_SECRET_KEY, webhookSecret: values.STRIPE_WEBHOOK_SECRET },
    oidc: values.OIDC_ISSUER ? { issuer: values.OIDC_ISSUER, clientId: values.OIDC_CLIENT_ID } : null,
    /** Where the payment simulator is that runs as a process of its own; null: the shop in one process brings one along. */
    simulatorUrl: values.SIMULATOR_URL ?? null,
    mail: {
      smtpUrl: values.SMTP_URL ?? null,
      from: values.MAIL_FROM ?? 'Holdfast <shop@localhost>',
      keepDays: values.MAIL_RETENTION_DAYS,
      storefrontUrl: values.STOREFRONT_URL ?? values.PUBLIC_URL ?? `http://127.0.0.1:${values.PORT ?? 4000}`,
    },
    /** Whether the gateway shows mails to whoever opens /mailbox: never where they are sent. */
    mailboxOpen: !values.SMTP_URL && (values.MAILBOX ?? (isOnLaptop(values) ? 'open' : 'closed')) === 'open',
    webhooksAllowPrivate: values.WEBHOOKS_ALLOW_PRIVATE ? values.WEBHOOKS_ALLOW_PRIVATE === 'true' : isOnLaptop(values),
    adminApiKey: values.ADMIN_API_KEY,
    secret: values.SECRET,
    /** Secrets that hold beside it while it is rotated (decision 45). */
    secretPrevious: values.SECRET_PREVIOUS,
    logLevel: values.LOG_LEVEL,
    seed: values.SEED,
    currency: values.CURRENCY,
    holdMinutes: values.HOLD_MINUTES,
    checkoutCapacity: values.CHECKOUT_CAPACITY,
    providerCallsPerSecond: values.PROVIDER_CALLS_PER_SECOND,
    terms: {
      deliveryOptions: values.DELIVERY_OPTIONS,
      deliveryRules: values.DELIVERY_FILE,
      liveRatesUrl: values.LIVE_RATES_URL,
      taxRules: values.TAX_FILE,
      pricesIncludeTax: values.PRICES_INCLUDE_TAX === 'true',
      taxServiceUrl: values.TAX_SERVICE_URL,
      homeCountry: values.HOME_COUNTRY,
    },
    /** 0: never. */
    auditEverySeconds: values.AUDIT_EVERY_MINUTES * 60,
    /** For drills: where this process dies. */
    crashAt: values.CRASH_AT,
    /** Whether the schema may be asked for; the playground goes with it. */
    introspection: (values.INTROSPECTION ?? (isOnLaptop(values) ? 'on' : 'off')) === 'on',
    maxCost: values.MAX_COST === 0 ? Number.POSITIVE_INFINITY : values.MAX_COST,
    isHttps: values.PUBLIC_URL?.startsWith('https:') ?? false,
    origins: values.CORS_ORIGINS ?? (isOnLaptop(values) ? ('*' as const) : ownOrigins(values)),
    adminOrigins: values.ADMIN_CORS_ORIGINS,
    drainMs: values.DRAIN_SECONDS * 1000,
    shedding: { trustedProxies: values.TRUST_PROXY, rateFactor: values.RATE_LIMIT_FACTOR },
    responseCacheBytes: values.RESPONSE_CACHE_MB * 1024 * 1024,
    partCacheBytes: values.PART_CACHE_MB * 1024 * 1024,
    trustedDocuments: { file: values.TRUSTED_DOCUMENTS_FILE, only: values.TRUSTED_DOCUMENTS === 'only' },
    prepare: values.DATABASE_PREPARE === 'true',
    executor: values.GATEWAY_EXECUTOR,
    /** Null: nothing is traced. */
    traces: traceSettings(values),
  };
}
