import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { failure } from './http-errors.ts';

type Content = { subject: string; text: string; html: string };
type Summary = { id: string; kind: string; to: string; subject: string; status: string; at: string };

/** Where mails are that are sent to nobody, and what each kind looks like. */
export type Mailbox = {
  /** Newest first. */
  list(): Promise<Summary[]>;
  read(id: string): Promise<(Summary & Content) | null>;
  templates: readonly string[];
  preview(name: string): Promise<Content | null>;
};

const PAGE = { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; frame-ancestors 'none'" };
const SANDBOX = 'allow-popups allow-popups-to-escape-sandbox';
/** The mail itself, which strangers had a hand in: it may show itself in our frame, and follow a link into a window of its own. */
const FRAMED = {
  'content-security-policy': `default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox ${SANDBOX}`,
  'x-frame-options': 'SAMEORIGIN',
};
const HERE = /^(localhost|127[.]0[.]0[.]1|\[::1\])$/;

/**
 * `/mailbox`: every mail the shop has written, with the links that only its reader may know; so it is for whoever sits at this machine. A
 * name that leads here from elsewhere, or a proxy that has brought somebody, finds nothing. To a program it answers in JSON.
 */
export function mountMailbox(app: FastifyInstance, { list, read, templates, preview }: Mailbox): void {
  app.register(async (scope) => {
    scope.addHook('onRequest', async (request, reply) => {
      if (!isHere(request)) return reply.code(404).send(failure('There is no such page.', 'NOT_FOUND'));
      reply.headers({ ...PAGE, 'cache-control': 'no-store' });
    });
    scope.get('/mailbox', async (request, reply) => {
      const mails = await list();
      return wantsPage(request) ? page(reply, 'Mailbox', listed(mails, templates)) : reply.send({ mails });
    });
    scope.get<{ Params: { id: string } }>('/mailbox/:id', async (request, reply) => {
      const mail = await read(request.params.id);
      if (!mail) return missing(reply);
      return wantsPage(request) ? page(reply, mail.subject, shown(`/mailbox/${mail.id}/html`, mail, mail)) : reply.send({ mail });
    });
    scope.get<{ Params: { id: string } }>('/mailbox/:id/html', async (request, reply) => framed(reply, await read(request.params.id)));
    scope.get<{ Params: { name: string } }>('/mailbox/templates/:name', async (request, reply) => {
      const { name } = request.params;
      const content = await preview(name);
      return content ? page(reply, content.subject, shown(`/mailbox/templates/${name}/html`, content)) : missing(reply);
    });
    scope.get<{ Params: { name: string } }>('/mailbox/templates/:name/html', async (request, reply) =>
      framed(reply, await preview(request.params.name)),
    );
  });
}

const isHere = ({ hostname, headers }: FastifyRequest): boolean =>
  HERE.test(hostname) && headers['x-forwarded-for'] === undefined && headers.forwarded === undefined;
const wantsPage = ({ headers }: FastifyRequest): boolean => headers.accept?.includes('text/html') ?? false;
const missing = (reply: FastifyReply) => reply.code(404).send(failure('There is no such mail.', 'NOT_FOUND'));
const HTML = 'text/html; charset=utf-8';
const framed = (reply: FastifyReply, content: Content | null) =>
  content ? reply.headers(FRAMED).type(HTML).send(content.html) : missing(reply);

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const escaped = (text: string) => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);

const listed = (mails: Summary[], templates: readonly string[]): string => `
    <h1>Mailbox</h1>
    <p>No mail server is named (SMTP_URL), so mails are sent to nobody. They are here.</p>
    ${mails.length === 0 ? '<p>There is none yet.</p>' : `<table>${mails.map(row).join('')}</table>`}
    <h2>What they look like</h2>
    <p>${templates.map((name) => `<a href="/mailbox/templates/${escaped(name)}">${escaped(name)}</a>`).join(' · ')}</p>`;

const row = ({ id, to, subject, status, at }: Summary): string =>
  `<tr><td><a href="/mailbox/${escaped(id)}">${escaped(subject)}</a></td><td>${escaped(to)}</td><td>${escaped(status)}</td><td>${escaped(at)}</td></tr>`;

const shown = (source: string, { subject, text }: Content, about?: Summary): string => `
    <p><a href="/mailbox">Mailbox</a></p>
    <h1>${escaped(subject)}</h1>
    ${about ? `<p>To ${escaped(about.to)}, ${escaped(about.at)}</p>` : '<p>A template, with an order that is made up.</p>'}
    <iframe sandbox="${SANDBOX}" src="${escaped(source)}" title="The mail"></iframe>
    <h2>As plain text</h2>
    <pre>${escaped(text)}</pre>`;

const page = (reply: FastifyReply, title: string, body: string) =>
  reply.type(HTML).send(`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${escaped(title)} - Holdfast</title>
    <style>
      body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif; color: #1c2624 }
      table { width: 100%; border-collapse: collapse } td { padding: .4rem .6rem .4rem 0; border-bottom: 1px solid #e2e6e4 }
      iframe { width: 100%; height: 36rem; border: 1px solid #e2e6e4 } pre { white-space: pre-wrap }
    </style>
  </head>
  <body>${body}
  </body>
</html>
`);
