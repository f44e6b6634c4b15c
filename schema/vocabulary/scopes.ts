/**
 * What a key or a role may be allowed, by area. To read is not part of to write: whoever needs both is given both. A new
 * area is a line here, its rules beside the resolvers, and a line in docs/security.md.
 */
export const SCOPES = [
  'catalog:read',
  'catalog:write',
  'inventory:read',
  'inventory:write',
  'orders:read',
  'orders:write',
  'refunds:write',
  'fulfillment:read',
  'fulfillment:write',
  'sales:write',
  'customers:read',
  'customers:write',
  'delivery:write',
  'operations:read',
  'webhooks:read',
  'webhooks:write',
  'staff:read',
  'staff:write',
] as const;
export type Scope = (typeof SCOPES)[number];
