import type { ResolverNames } from '../../kit/graph.ts';
import { isRefused, type Refused } from '../../kit/refusal.ts';
import type { Signer } from '../../kit/sign.ts';
import { isUuid } from '../../kit/uuid.ts';
import { grantFor, isGranted } from '../../schema/vocabulary/order-access.ts';
import type { ShipmentInput } from './commands/create-shipment.ts';
import { type Tracking, trackingFault } from './commands/ship-shipment.ts';
import { type ShipmentRow, shipmentNotFound } from './commands/shipment-rows.ts';
import type { Resolvers } from './generated/graphql.ts';
import type { Loaders } from './loaders.ts';

type Context = { loaders: Loaders };
type Reference = { id: string; access?: string };
type Answer = Promise<Refused | Record<never, never>>;
type Named = { shipmentId: string };
type ShipInput = Named & Omit<Tracking, 'trackingUrl'> & { trackingUrl?: string | null };

type Asks = {
  create: (input: ShipmentInput) => Promise<Refused | { shipmentId: string }>;
  prepare: (event: 'pick' | 'pack', shipmentId: string) => Answer;
  ship: (shipmentId: string, tracking: Tracking) => Answer;
  deliver: (shipmentId: string) => Answer;
  cancel: (shipmentId: string) => Answer;
  hold: (orderId: string, reason: string) => Answer;
  release: (orderId: string) => Answer;
};

export const resolvers = (signer: Signer, ask: Asks) => {
  const orderOf = (id: string) => ({ id, access: grantFor(signer, id) });
  const errorsOf = (answer: object) => (isRefused(answer) ? answer.refused : []);
  const payload = async ({ loaders }: Context, shipmentId: string | null, answer: object, orderId?: string) => {
    const shipment = shipmentId === null ? null : await loaders.shipment(shipmentId);
    const userErrors = errorsOf(answer);
    const order = shipment?.orderId ?? (userErrors.some(({ code }) => code === 'ORDER_NOT_FOUND') ? null : orderId);
    return { shipment, order: order && isUuid(order) ? orderOf(order) : null, userErrors };
  };
  /** A step of one shipment, for staff. */
  const step =
    (act: (shipmentId: string) => Answer) =>
    async (_: unknown, { shipmentId: given }: Named, context: Context) => {
      const shipmentId = given.toLowerCase();
      return payload(context, shipmentId, isUuid(shipmentId) ? await act(shipmentId) : shipmentNotFound());
    };
  return {
    Query: {
      shipment: (_: unknown, { id }: { id: string }, { loaders }: Context) => loaders.shipment(id.toLowerCase()),
    },
    Mutation: {
      shipmentCreate: async (_: unknown, { input }: { input: ShipmentInput }, context: Context) => {
        const orderId = input.orderId.toLowerCase();
        const answer = await ask.create({ ...input, orderId });
        return payload(context, isRefused(answer) ? null : answer.shipmentId, answer, orderId);
      },
      shipmentPick: step((id) => ask.prepare('pick', id)),
      shipmentPack: step((id) => ask.prepare('pack', id)),
      shipmentShip: async (_: unknown, { input }: { input: ShipInput }, context: Context) => {
        const { shipmentId, carrier, trackingNumber, trackingUrl } = input;
        const tracking = { carrier, trackingNumber, trackingUrl: trackingUrl ?? null };
        return step(async (id) => trackingFault(tracking) ?? ask.ship(id, tracking))(_, { shipmentId }, context);
      },
      shipmentDeliver: step(ask.deliver),
      shipmentCancel: step(ask.cancel),
      fulfillmentHold: async (_: unknown, { orderId, reason }: { orderId: string; reason: string }, context: Context) =>
        payload(context, null, await ask.hold(orderId.toLowerCase(), reason), orderId.toLowerCase()),
      fulfillmentRelease: async (_: unknown, { orderId }: { orderId: string }, context: Context) =>
        payload(context, null, await ask.release(orderId.toLowerCase()), orderId.toLowerCase()),
    },
    Order: {
      __resolveReference: ({ id, access }: Reference) => ({ id, access }),
      /** Whoever refers to an order must show the grant of who has checked that it may be read. */
      shipments: ({ id, access }: Reference, _: unknown, { loaders }: Context) =>
        isGranted(signer, id, access) ? loaders.ofOrder(id) : null,
      fulfillmentHold: ({ id, access }: Reference, _: unknown, { loaders }: Context) =>
        isGranted(signer, id, access) ? loaders.hold(id) : null,
    },
    Shipment: {
      lines: ({ id }: ShipmentRow, _: unknown, { loaders }: Context) => loaders.lines(id),
      order: ({ orderId }: ShipmentRow) => orderOf(orderId),
    },
  } satisfies ResolverNames<Resolvers>;
};
