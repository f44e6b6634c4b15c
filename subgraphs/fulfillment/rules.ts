import type { Rules } from '../../kit/rules.ts';
import type { Scope } from '../../schema/vocabulary/scopes.ts';
import type { Resolvers } from './generated/graphql.ts';

/** Who may ask for what. */
export const rules = {
  Query: { shipment: 'fulfillment:read' },
  Mutation: {
    shipmentCreate: 'fulfillment:write',
    shipmentPick: 'fulfillment:write',
    shipmentPack: 'fulfillment:write',
    shipmentShip: 'fulfillment:write',
    shipmentDeliver: 'fulfillment:write',
    shipmentCancel: 'fulfillment:write',
    fulfillmentHold: 'fulfillment:write',
    fulfillmentRelease: 'fulfillment:write',
  },
  Order: { __resolveReference: 'own', fulfillmentHold: 'fulfillment:read' },
  Shipment: { order: 'fulfillment:read' },
} satisfies Rules<Resolvers, Scope>;
