/** Who asks. Made by the gateway, carried to every subgraph; a subgraph trusts it because it trusts the service token. */
export type Identity = {
  /** Which of the two APIs it came by. */
  audience: 'storefront' | 'admin';
  customerId: string | null;
  /** Who it is that asks by the admin API; nobody by the other one. */
  staff: Staff | null;
  /** From where, told only with what is a sign-in: guesses are counted by it. Absent for this machine itself. */
  address?: string;
  traceId: string;
};

/** A machine by its key, or a person; `scopes` is what they may do. */
export type Staff = { id: string; kind: 'API_KEY' | 'STAFF'; scopes: readonly string[] };

/** Among the scopes of a key it stands for all, those of later versions too. */
const EVERY_SCOPE = '*';
/** Who holds the shop's first key, `ADMIN_API_KEY`. */
export const ROOT: Staff = { id: 'root', kind: 'API_KEY', scopes: [EVERY_SCOPE] };

/** Whether it is this customer who asks: for what is the customer's alone. */
export const isSelf = ({ customerId }: Identity, id: string): boolean => customerId?.toLowerCase() === id.toLowerCase();

/** Staff with this scope; deny by default. */
export const may = ({ audience, staff }: Identity, scope: string): boolean =>
  audience === 'admin' && !!staff && covers(staff.scopes, scope);

export const covers = (scopes: readonly string[], scope: string): boolean => scopes.includes(scope) || scopes.includes(EVERY_SCOPE);

/** Thrown, not returned: whoever reaches this has gone round the schema that was shown to them, or lacks a scope. */
export class Forbidden extends Error {
  readonly code = 'FORBIDDEN';
  constructor(scope: string) {
    super(`This needs the scope ${scope}.`);
  }
}
