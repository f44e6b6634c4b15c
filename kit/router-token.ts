import type { Identity } from './identity.ts';
import type { Signer } from './sign.ts';

const LABEL = 'router-token';
export const AUDIENCES = ['storefront', 'admin'] as const satisfies Identity['audience'][];

/**
 * Lets a router of somebody else's ask subgraphs for the clients of one of the two APIs, until it runs out: a subgraph takes
 * graph requests with it and nothing else, neither commands nor events. Only another SECRET ends one before its time.
 */
export function routerToken(signer: Signer, audience: Identity['audience'], until: Date): string {
  const claims = `${audience}.${Math.floor(until.getTime() / 1000)}`;
  return `${claims}.${signer.sign(LABEL, claims)}`;
}

/** The API whose clients its holder speaks for; null for a token that does not hold. */
export function readRouterToken(signer: Signer, token: string | undefined, now = Date.now()): Identity['audience'] | null {
  const [audience = '', expires = '', signature = '', ...more] = (token ?? '').split('.');
  const holds = more.length === 0 && Number(expires) * 1000 > now && signer.verify(LABEL, `${audience}.${expires}`, signature);
  return (holds && AUDIENCES.find((known) => known === audience)) || null;
}
