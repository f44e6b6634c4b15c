import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { failure } from './http-errors.ts';

export type Picture = { body: string | Buffer; contentType: string };
/** The picture of that name, or null. Names are versioned: another picture has another name. */
export type FindPicture = (name: string) => Picture | null | Promise<Picture | null>;

const HEADERS = {
  'cache-control': 'public, max-age=31536000, immutable',
  'cross-origin-resource-policy': 'cross-origin',
  // an SVG opened by itself is a document: it may style itself and nothing else
  'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
};

/** Product pictures, cached for ever by whoever has seen them. */
export function mountPictures(app: FastifyInstance, find: FindPicture): void {
  app.get<{ Params: { name: string } }>('/pictures/:name', async (request, reply) => {
    const picture = await find(request.params.name);
    if (!picture) return reply.code(404).header('cache-control', 'no-store').send(failure('There is no such picture.', 'NOT_FOUND'));
    const etag = `"${createHash('sha256').update(picture.body).digest('base64url').slice(0, 27)}"`;
    reply.headers({ ...HEADERS, etag });
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send();
    return reply.type(picture.contentType).send(picture.body);
  });
}
