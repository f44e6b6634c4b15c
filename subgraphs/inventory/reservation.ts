export type ReservationStatus = 'HELD' | 'COMMITTED' | 'RELEASED' | 'EXPIRED' | 'RETURNED';
export type ReservationEvent = 'commit' | 'release' | 'expire' | 'give back';

/** Every state and every event: where it leads, `same` for a repetition that changes nothing, null for what must not be. */
const TABLE: Record<ReservationStatus, Record<ReservationEvent, ReservationStatus | 'same' | null>> = {
  HELD: { commit: 'COMMITTED', release: 'RELEASED', expire: 'EXPIRED', 'give back': null },
  COMMITTED: { commit: 'same', release: null, expire: null, 'give back': 'RETURNED' },
  RELEASED: { commit: null, release: 'same', expire: 'same', 'give back': 'same' },
  EXPIRED: { commit: null, release: 'same', expire: 'same', 'give back': 'same' },
  RETURNED: { commit: null, release: 'same', expire: null, 'give back': 'same' },
};

export const next = (from: ReservationStatus, event: ReservationEvent) => TABLE[from][event];

/** What a unit does to its stock row when its reservation moves. */
export const EFFECT: Record<Exclude<ReservationEvent, 'expire'> | 'expire', { available: number; reserved: number; sold: number }> = {
  commit: { available: 0, reserved: -1, sold: 1 },
  release: { available: 1, reserved: -1, sold: 0 },
  expire: { available: 1, reserved: -1, sold: 0 },
  'give back': { available: 1, reserved: 0, sold: -1 },
};
