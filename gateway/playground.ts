import { createHash } from 'node:crypto';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { uuidv7 } from '../kit/uuid.ts';
import { type ExampleValues, exampleTabs } from './examples.ts';
import { failure } from './http-errors.ts';
import { loadAssets } from './playground-assets.ts';

export type FindExamples = () => Promise<ExampleValues | null>;

/** The browser itself then forbids what would come from elsewhere. Monaco sets styles from script and starts workers from blobs. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  'worker-src blob:',
  "connect-src 'self'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** A clamp that holds. */
const LOGO =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" width="32" height="32"><g fill="none" stroke="#1f5f5b" stroke-width="4">' +
  '<path d="M24 6H8v20h16"/><path d="M16 16h12M20 11v10"/></g></svg>';

type Options = {
  graphPath: string;
  /** Null where there is no playground. */
  examples: FindExamples | null;
};

/** GraphiQL at `/` with tabs that work as they stand; a program that asks for `/` is told where the API is. */
export function mountPlayground(app: FastifyInstance, { graphPath, examples }: Options): void {
  const about = { name: 'Holdfast', graphql: graphPath };
  if (!examples) return void app.get('/', async () => about);

  let loading: ReturnType<typeof loadAssets> | undefined;
  const assets = () => (loading ??= loadAssets());

  app.get('/', async (request, reply) => {
    if (!request.headers.accept?.includes('text/html')) return reply.send(about);
    const { script, style } = await assets();
    const values = await examples().catch(() => null);
    const options = {
      endpoint: graphPath,
      title: 'Holdfast',
      logo: LOGO,
      shop: stampOf(values),
      defaultTabs: exampleTabs(values, uuidv7()),
    };
    reply.headers({ 'content-security-policy': POLICY, 'cache-control': 'no-store' });
    return reply.type('text/html; charset=utf-8').send(page({ script: script.path, style: style.path, options }));
  });

  app.get('/playground/:file', async (request, reply) => {
    const { script, style } = await assets();
    const asset = [script, style].find(({ path }) => path === request.url);
    if (!asset) return reply.code(404).send(failure('There is no such file.', 'NOT_FOUND'));
    reply.type(asset.contentType).headers({ 'cache-control': 'public, max-age=31536000, immutable', vary: 'accept-encoding' });
    return takesGzip(request) ? reply.header('content-encoding', 'gzip').send(asset.gzipped) : reply.send(asset.plain);
  });
}

const takesGzip = ({ headers }: FastifyRequest): boolean =>
  /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(String(headers['accept-encoding'] ?? ''));

const stampOf = (values: ExampleValues | null): string | null =>
  values && createHash('sha256').update(JSON.stringify(values)).digest('hex').slice(0, 16);

type Page = { script: string; style: string; options: object };

const page = ({ script, style, options }: Page): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Holdfast GraphiQL</title>
    <link rel="icon" href="data:image/svg+xml,${encodeURIComponent(LOGO)}">
    <link rel="stylesheet" href="${style}">
    <script type="application/json" id="options">${JSON.stringify(options).replaceAll('<', '\\u003c')}</script>
    <script src="${script}"></script>
  </head>
  <body class="no-focus-outline">
    <noscript>GraphiQL needs JavaScript. The API itself is at /graphql.</noscript>
    <div id="root"></div>
  </body>
</html>
`;
