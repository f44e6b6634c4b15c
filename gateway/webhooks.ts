import type { FastifyInstance } from 'fastify';

/** Gets the bytes as they came, because the signature is over bytes; says what to answer. */
export type ReceiveWebhook = (raw: Buffer, signature: string) => Promise<{ status: number; body: object }>;

const BODY_LIMIT = 256 * 1024;

/** Where the payment provider tells what has happened. In a scope of its own, so that nothing parses the body. */
export async function mountWebhooks(app: FastifyInstance, receive: ReceiveWebhook): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, body, done) => done(null, body));
    scope.post('/webhooks/stripe', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const signature = request.headers['stripe-signature'];
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { status, body } = await receive(raw, typeof signature === 'string' ? signature : '');
      return reply.code(status).send(body);
    });
  });
}
