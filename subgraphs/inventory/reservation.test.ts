import { describe, expect, test } from 'vitest';
import { EFFECT, next, type ReservationEvent, type ReservationStatus } from './reservation.ts';

const EVENTS: ReservationEvent[] = ['commit', 'release', 'expire', 'give back'];
/** In which counter of its stock row a unit of such a reservation stands. */
const STANDS_IN: Record<ReservationStatus, 'available' | 'reserved' | 'sold'> = {
  HELD: 'reserved',
  COMMITTED: 'sold',
  RELEASED: 'available',
  EXPIRED: 'available',
  RETURNED: 'available',
};
const STATUSES = Object.keys(STANDS_IN) as ReservationStatus[];
const everyCase = () => STATUSES.flatMap((from) => EVENTS.map((event) => ({ from, event, to: next(from, event) })));
const cases = (where: (to: ReturnType<typeof next>) => boolean) =>
  everyCase()
    .filter(({ to }) => where(to))
    .map(({ from, event, to }) => `${from}: ${event}${to && to !== 'same' ? ` > ${to}` : ''}`)
    .sort();

describe('a reservation', () => {
  test('takes these steps and no others', () => {
    expect(cases((to) => to !== null && to !== 'same')).toEqual([
      'COMMITTED: give back > RETURNED',
      'HELD: commit > COMMITTED',
      'HELD: expire > EXPIRED',
      'HELD: release > RELEASED',
    ]);
  });

  test('cannot be sold once it has ended, nor taken from the buyer, nor given back unsold', () => {
    expect(cases((to) => to === null)).toEqual([
      'COMMITTED: expire',
      'COMMITTED: release',
      'EXPIRED: commit',
      'HELD: give back',
      'RELEASED: commit',
      'RETURNED: commit',
      'RETURNED: expire',
    ]);
  });

  test('repeating what has happened changes nothing', () => {
    for (const { event, to } of everyCase()) if (to && to !== 'same') expect(next(to, event)).toBe('same');
  });

  test('its units move from where they stand to where they will stand, and none appears or vanishes', () => {
    for (const { from, event, to } of everyCase()) {
      if (!to || to === 'same') continue;
      const moved = { available: 0, reserved: 0, sold: 0 };
      moved[STANDS_IN[from]] -= 1;
      moved[STANDS_IN[to]] += 1;
      expect(EFFECT[event], `${from}: ${event}`).toEqual(moved);
    }
  });
});
