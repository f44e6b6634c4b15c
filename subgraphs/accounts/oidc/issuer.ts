import { createRemoteJWKSet, errors, type JWTVerifyGetKey, jwtVerify } from 'jose';
import { z } from 'zod';

/** Where customers may sign in elsewhere. */
export type OidcSettings = { issuer: string; clientId: string };

/** What an ID token says of somebody. */
export type OutsideIdentity = {
  issuer: string;
  subject: string;
  email: string | null;
  /** The issuer vouches that mail to this address reaches them. */
  isEmailVerified: boolean;
  name: string | null;
  /** Seconds since 1970. */
  expiresAt: number;
};

const Discovery = z.object({ issuer: z.string(), jwks_uri: z.string() });
const Claims = z.object({
  sub: z.string().min(1).max(255),
  exp: z.number(),
  azp: z.string().optional(),
  email: z.string().optional(),
  // some issuers write booleans as texts
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  name: z.string().max(200).optional(),
});

const TIMEOUT_MS = 5_000;
/** An ID token says that somebody has just signed in. */
const MAX_AGE = '10 minutes';
const TOLERANCE_S = 60;
/** Never `none`, never a key that both sides share. */
const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA'];

/** It is not known whether a token holds. */
export class IssuerAway extends Error {}

/**
 * Reads ID tokens of one issuer (OpenID Connect Core, section 3.1.3.7): signature by the keys that its discovery document names,
 * issuer, audience, time. Null for a token that does not hold; throws `IssuerAway` where the issuer cannot be asked for its keys.
 */
export function createIssuer({ issuer, clientId }: OidcSettings) {
  let keys: JWTVerifyGetKey | null = null;

  return {
    async read(idToken: string): Promise<OutsideIdentity | null> {
      keys ??= await keysOf(issuer);
      try {
        const { payload } = await jwtVerify(idToken, keys, {
          issuer,
          audience: clientId,
          algorithms: ALGORITHMS,
          maxTokenAge: MAX_AGE,
          clockTolerance: TOLERANCE_S,
          requiredClaims: ['sub', 'exp', 'iat'],
        });
        const claims = Claims.safeParse(payload).data;
        if (!claims) return null;
        // of several audiences it says for which it was made
        const madeFor = claims.azp ?? (Array.isArray(payload.aud) && payload.aud.length > 1 ? null : clientId);
        return madeFor === clientId ? identityOf(issuer, claims) : null;
      } catch (error) {
        if (error instanceof errors.JOSEError || error instanceof TypeError) return null;
        throw error;
      }
    },
  };
}
export type Issuer = ReturnType<typeof createIssuer>;

const identityOf = (issuer: string, { sub, exp, email, email_verified, name }: z.infer<typeof Claims>): OutsideIdentity => ({
  issuer,
  subject: sub,
  email: email ?? null,
  isEmailVerified: email_verified === true || email_verified === 'true',
  name: name ?? null,
  expiresAt: exp,
});

/** The issuer's keys, looked up again when one comes that is not known. */
async function keysOf(issuer: string): Promise<JWTVerifyGetKey> {
  const { jwks_uri } = await discover(issuer);
  const remote = createRemoteJWKSet(new URL(jwks_uri), { timeoutDuration: TIMEOUT_MS });
  return async (...of) => {
    try {
      return await remote(...of);
    } catch (error) {
      if (OF_THE_TOKEN.some((kind) => error instanceof kind)) throw error;
      throw new IssuerAway(`${jwks_uri} cannot be asked`, { cause: error });
    }
  };
}
const OF_THE_TOKEN = [errors.JWKSNoMatchingKey, errors.JWKSMultipleMatchingKeys, errors.JOSENotSupported];

async function discover(issuer: string): Promise<z.infer<typeof Discovery>> {
  const url = `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'error' });
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    const found = Discovery.parse(await response.json());
    if (found.issuer !== issuer) throw new Error(`it is of another issuer: ${found.issuer}`);
    return found;
  } catch (error) {
    throw new IssuerAway(`${url} cannot be asked`, { cause: error });
  }
}
