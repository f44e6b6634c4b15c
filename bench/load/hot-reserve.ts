import { readFileSync } from 'node:fs';
import { createLog } from '../../kit/log.ts';
import { contextUrl } from '../../kit/migrate.ts';
import { isRefused } from '../../kit/refusal.ts';
import { createPurges } from '../../kit/purges.ts';
import { createSigner } from '../../kit/sign.ts';
import { startSubgraph } from '../../kit/subgraph.ts';
import { createTransport } from '../../kit/transport.ts';
import { uuidv7 } from '../../kit/uuid.ts';
import { vocabularyResolvers } from '../../schema/vocabulary/resolvers.ts';
import { inventory } from '../../subgraphs/inventory/contract.ts';
import inventorySubgraph from '../../subgraphs/inventory/subgraph.ts';
import { serveJob } from '../child.ts';
import type { Figures } from '../figures.ts';
import { closedLoop, type Load } from './closed-loop.ts';

export type HotJob = Load & { databaseUrl: string; secret: string };

const STOCK = 1_000_000_000;
const VOCABULARY = new URL('../../schema/vocabulary/vocabulary.graphql', import.meta.url);

/** Inventory alone in this process, asked as any other context asks it: through its contract. */
async function load({ databaseUrl, secret, ...load }: HotJob): Promise<Figures> {
  const signer = createSigner(secret);
  const transport = createTransport({ urls: {}, signer });
  const running = await startSubgraph(inventorySubgraph, {
    url: contextUrl(databaseUrl, 'inventory', signer),
    config: {} as never, // inventory takes nothing from it
    log: createLog('warn'),
    signer,
    purges: createPurges(),
    vocabulary: { sdl: readFileSync(VOCABULARY, 'utf8'), resolvers: vocabularyResolvers },
    clientOf: transport.clientOf,
  });
  transport.add(running);
  const ask = transport.clientOf(inventory);
  const variantId = uuidv7();
  await ask.openStock({ variants: [{ variantId, productId: uuidv7(), sku: variantId, quantity: STOCK }] });
  const { figures, completed } = await closedLoop(load, async () => {
    const held = await ask.reserve({
      reservationId: uuidv7(),
      attemptId: uuidv7(),
      adopt: null,
      lines: [{ variantId, quantity: 1 }],
      ttlSeconds: 900,
    });
    if (isRefused(held)) throw new Error(`refused: ${held.refused[0]!.code}`);
  });
  const { variants } = await ask.availability({ variantIds: [variantId] });
  if (variants[0]!.available !== STOCK - completed) throw new Error(`${completed} were sold, ${STOCK - variants[0]!.available} are gone`);
  await running.close();
  return figures;
}

serveJob(load);
