import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphHttpAnswer } from './graph-answer.ts';
import { send } from './lanes/shedding.ts';

/** Gets the bytes as they came, because the signature is over bytes; says what to answer. */
export type ReceiveWebhook = (raw: Buffer, signature: string) => Promise<{ status: number; body: object }>;

type InLane = (work: () => Promise<GraphHttpAnswer>, request: FastifyRequest, reply: FastifyReply) => Promise<GraphHttpAnswer>;

const BODY_LIMIT = 256 * 1024;
const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };

/**
 * Where the payment provider tells what has happened. In a scope of its own, so that nothing parses the body; in a lane of
 * its own, once the body is there. One that finds no place is sent again by the provider.
 */
export async function mountWebhooks(app: FastifyInstance, receive: ReceiveWebhook, inLane: InLane): Promise<void> {
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, body, done) => done(null, body));
    scope.post('/webhooks/stripe', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      const signature = request.headers['stripe-signature'];
      const raw = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const work = async () => {
        const { status, body } = await receive(raw, typeof signature === 'string' ? signature : '');
        return { status, headers: JSON_TYPE, body: JSON.stringify(body) };
      };
      return send(reply, await inLane(work, request, reply));
    });
  });
}
