/** Who asks. Made by the gateway, carried to every subgraph; a subgraph trusts it because it trusts the service token. */
export type Identity = {
  /** Which of the two APIs: what only staff may do asks for `admin`. */
  audience: 'storefront' | 'admin';
  customerId: string | null;
  traceId: string;
};

export const isAdmin = (identity: Identity): boolean => identity.audience === 'admin';

/** For resolvers of what only staff may see; deny by default. */
export function mustBeAdmin(identity: Identity): void {
  if (!isAdmin(identity)) throw new Forbidden();
}

/** Thrown, not returned: whoever reaches this has gone round the schema that was shown to them. */
export class Forbidden extends Error {
  readonly code = 'FORBIDDEN';
  constructor() {
    super('Not allowed.');
  }
}
