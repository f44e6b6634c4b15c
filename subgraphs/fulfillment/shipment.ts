export type ShipmentStatus = 'PENDING' | 'PICKED' | 'PACKED' | 'SHIPPED' | 'DELIVERED' | 'CANCELLED';
export type ShipmentEvent = 'pick' | 'pack' | 'ship' | 'deliver' | 'cancel';

/** Every state and every event: where it leads, `same` for a repetition, null for what must not be. */
const TABLE: Record<ShipmentStatus, Record<ShipmentEvent, ShipmentStatus | 'same' | null>> = {
  PENDING: { pick: 'PICKED', pack: null, ship: null, deliver: null, cancel: 'CANCELLED' },
  PICKED: { pick: 'same', pack: 'PACKED', ship: null, deliver: null, cancel: 'CANCELLED' },
  PACKED: { pick: 'same', pack: 'same', ship: 'SHIPPED', deliver: null, cancel: 'CANCELLED' },
  SHIPPED: { pick: 'same', pack: 'same', ship: 'same', deliver: 'DELIVERED', cancel: null },
  DELIVERED: { pick: 'same', pack: 'same', ship: 'same', deliver: 'same', cancel: null },
  CANCELLED: { pick: null, pack: null, ship: null, deliver: null, cancel: 'same' },
};

export const next = (from: ShipmentStatus, event: ShipmentEvent) => TABLE[from][event];
