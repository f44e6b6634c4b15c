import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Purged, Purges } from '../purges.ts';

type Bus = {
  open(): Purges;
  /** Cuts every connection that purges have. */
  cut(): Promise<void>;
  close(): Promise<void>;
};

/** What holds of purges between processes, whatever carries them. */
export function purgesSuite(make: () => Promise<Bus>): void {
  describe('purges between processes', () => {
    let bus: Bus;
    const opened: Purges[] = [];
    beforeAll(async () => {
      bus = await make();
    });
    afterAll(async () => {
      await Promise.all(opened.map((one) => one.close()));
      await bus.close();
    });
    const process = async () => {
      const purges = bus.open();
      opened.push(purges);
      const heard: Purged[] = [];
      purges.subscribe((purged) => void heard.push(purged));
      await expect.poll(() => purges.hears(), { timeout: 20_000 }).toBe(true);
      expect(heard).toEqual(['all']);
      heard.length = 0;
      const tags = () => new Set(heard.flat());
      return { purges, heard, tags };
    };

    test('are told at once where they were published, once, and in the others soon', async () => {
      const [a, b] = [await process(), await process()];
      a.purges.publish(['catalog', 'catalog:1']);
      expect(a.heard).toEqual([['catalog', 'catalog:1']]);
      await a.purges.sent();
      await expect.poll(() => b.tags()).toEqual(new Set(['catalog', 'catalog:1']));
      b.purges.publish(['x']);
      await expect.poll(() => a.tags().has('x')).toBe(true);
      expect(a.heard).toHaveLength(2);
    });

    test('come together when there are many, and all of them', async () => {
      const [a, b] = [await process(), await process()];
      const all = Array.from({ length: 3_000 }, (_, i) => `catalog:${i}-${'0'.repeat(30)}`);
      for (const tag of all) a.purges.publish([tag, 'catalog']);
      await a.purges.sent();
      await expect.poll(() => b.tags().size, { timeout: 10_000 }).toBe(3_001);
      expect(b.heard.length).toBeLessThan(100);
      const more = Array.from({ length: 6_000 }, (_, i) => `catalog:${i}`);
      b.heard.length = 0;
      a.purges.publish(more);
      await expect.poll(() => b.tags().has('all')).toBe(true);
    });

    test('that may have been missed while a connection was lost are told as all; what was said meanwhile goes out', async () => {
      const [a, b] = [await process(), await process()];
      await bus.cut();
      a.purges.publish(['said:meanwhile']);
      await expect.poll(() => b.tags().has('all') || b.tags().has('said:meanwhile'), { timeout: 20_000 }).toBe(true);
      await expect.poll(() => [a.purges.hears(), b.purges.hears()], { timeout: 20_000 }).toEqual([true, true]);
      await expect
        .poll(
          () =>
            a.purges.sent().then(
              () => true,
              () => false,
            ),
          { timeout: 20_000 },
        )
        .toBe(true);
      b.heard.length = 0;
      a.purges.publish(['said:afterwards']);
      await expect.poll(() => b.tags().has('said:afterwards')).toBe(true);
    });
  });
}
