import { readFileSync } from 'node:fs';
import type { Log } from '../kit/log.ts';
import { contextUrl } from '../kit/migrate.ts';
import type { Signer } from '../kit/sign.ts';
import { type Running, startSubgraph, type SubgraphConfig } from '../kit/subgraph.ts';
import type { Transport } from '../kit/transport.ts';
import { SHOWN_IN_TRAIL } from '../schema/vocabulary/trail.ts';
import { vocabularyResolvers } from '../schema/vocabulary/resolvers.ts';
import { type ContextName, topology } from '../topology.ts';
import type { Database } from './database.ts';
import type { Between } from './purges.ts';

type Parts = {
  database: Database;
  config: SubgraphConfig;
  log: Log;
  signer: Signer;
  between: Between;
  transport: Transport;
  prepare: boolean;
};

const VOCABULARY = new URL('../schema/vocabulary/vocabulary.graphql', import.meta.url);

/** Starts contexts in this process and makes them reachable through the transport. */
export async function startContexts(
  names: readonly ContextName[],
  { database, config, log, signer, between, transport, prepare }: Parts,
): Promise<Running[]> {
  const sdl = readFileSync(VOCABULARY, 'utf8');
  return Promise.all(
    names.map(async (name) => {
      const { default: subgraph } = await topology[name].load();
      const running = await startSubgraph(subgraph, {
        url: contextUrl(database.of(name), name, signer),
        replicaUrls: database.replicasOf(name).map((url) => contextUrl(url, name, signer)),
        config,
        log,
        signer,
        ...between,
        vocabulary: { sdl, resolvers: vocabularyResolvers, shownInTrail: SHOWN_IN_TRAIL },
        clientOf: transport.clientOf,
        prepare,
      });
      transport.add(running);
      return running;
    }),
  );
}
