import { SCOPES, type Scope } from '../../schema/vocabulary/scopes.ts';

export const ROLES = ['OWNER', 'MANAGER', 'FULFILLMENT', 'SUPPORT', 'READ_ONLY'] as const;
export type Role = (typeof ROLES)[number];

const READING = SCOPES.filter((scope) => scope.endsWith(':read') && scope !== 'staff:read');

/** What each role may do. Looked up at every sign-in and check, so that a role changes for all who have it. */
const SCOPES_OF: Record<Role, readonly Scope[]> = {
  OWNER: SCOPES,
  /** All of the trade; not who else may do it, nor where events are sent. */
  MANAGER: [
    ...READING,
    'catalog:write',
    'inventory:write',
    'orders:write',
    'refunds:write',
    'fulfillment:write',
    'sales:write',
    'customers:write',
    'delivery:write',
  ],
  FULFILLMENT: ['catalog:read', 'inventory:read', 'inventory:write', 'orders:read', 'fulfillment:read', 'fulfillment:write'],
  SUPPORT: ['catalog:read', 'inventory:read', 'orders:read', 'orders:write', 'refunds:write', 'fulfillment:read', 'customers:read'],
  READ_ONLY: READING,
};

/** A role that a later version has taken away may do nothing. */
export const scopesOf = (role: string): readonly string[] => SCOPES_OF[role as Role] ?? [];
