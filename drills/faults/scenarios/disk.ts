import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDrillWorld } from '../../harness/drill-world.ts';
import { createDrill, must, type Scenario, Skipped } from '../drill.ts';

const SIZE_MB = 400;
const CHUNK = Buffer.alloc(1024 * 1024);

/** A mount of its own, so that a full disk is full for Postgres alone; null where we may not mount. */
function smallDisk(): { dir: string; fill(): void; free(): void; unmount(): void } | null {
  const dir = mkdtempSync(path.join(tmpdir(), 'holdfast-disk-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${SIZE_MB}m,mode=711`, 'tmpfs', dir]).status === 0;
  if (!mounted) {
    rmSync(dir, { recursive: true });
    return null;
  }
  const ballast = path.join(dir, 'ballast');
  return {
    dir,
    fill: () => {
      try {
        for (;;) appendFileSync(ballast, statfsSync(dir).bavail > 512 ? CHUNK : CHUNK.subarray(0, 4096));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      }
    },
    free: () => rmSync(ballast, { force: true }),
    unmount: () => {
      spawnSync('umount', [dir]);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const PAGE = 'query($s:String!){product(slug:$s){title variants{price{amountMinor}}}}';

export const diskFull: Scenario = {
  row: 'F12',
  title: 'the disk is full: nothing is half done, and buying goes on when there is space again',
  slow: true,
  async run({ world: { topology }, random, reach, scale }) {
    const disk = smallDisk();
    if (!disk) throw new Skipped('a small disk cannot be mounted here');
    reach.plan('disk full');
    const world = await openDrillWorld({ topology, random, hit: reach.hit, booksIn: disk.dir });
    try {
      const drill = createDrill({ world, random, reach, scale });
      const { me } = drill;
      const product = await me.product(1_000);
      await drill.buyMany(10, 4, () => me.buyingOne(product.variantId));
      disk.fill();
      reach.hit('disk full');
      const waiting = Array.from({ length: 30 }, () => drill.buy(me.buyingOne(product.variantId)));
      let pages = 0;
      const end = Date.now() + 10_000;
      while (Date.now() < end) {
        disk.fill();
        pages += await me.ask(PAGE, { s: product.slug }).then(
          ({ product: seen }) => (seen ? 1 : 0),
          () => 0,
        );
        await sleep(100);
      }
      must(pages > 0, 'no page was shown while the disk was full');
      disk.free();
      // a server that has found no room for its log has ended, as it must; whoever looks after it starts it again
      await world.postgres.restart('immediate');
      await world.ready();
      await drill.settle();
      must(
        waiting.every((purchase) => purchase.outcome === 'completed'),
        `all are bought in the end, yet: ${waiting.map((purchase) => purchase.code ?? purchase.outcome)}`,
      );
    } finally {
      await world.stop();
      disk.unmount();
    }
  },
};
