import net from 'node:net';
import { Frame, Reply } from './kafka-frames.ts';

export type Kept = { partition: number; key: string; value: string; headers: Record<string, string> };
type Fault = 'not the leader' | 'kept, and the answer lost' | 'cut off';
const NOT_LEADER = 6;
const PRODUCE = 0;
const METADATA = 3;
const API_VERSIONS = 18;
const PARTITIONS = 3;

/**
 * Two brokers that speak as much of Kafka's protocol as a producer needs (ApiVersions 3, Metadata 9, Produce 7), written from its published
 * description: they check each batch's CRC-32C, keep records by partition, and can fail. No broker: nothing is replicated or stored.
 */
export async function kafkaDouble() {
  const kept = new Map<string, Kept[]>();
  const faults: Fault[] = [];
  const sockets = new Set<net.Socket>();
  const ports: number[] = [];
  let leader = 0;
  let produced = 0;
  let isAway = false;

  function produce(node: number, frame: Frame, reply: Reply): Fault | undefined {
    produced += 1;
    const fault = faults.shift();
    if (fault === 'cut off') return fault;
    frame.nullableText();
    if (frame.int16() !== -1) throw new Error('the producer does not wait for all replicas');
    frame.int32();
    reply.array(
      frame.list(() => ({ topic: frame.text(), partitions: frame.list(() => ({ index: frame.int32(), records: frame.batch() })) })),
      ({ topic, partitions }) => {
        reply.text(topic).array(partitions, ({ index, records }) => {
          const isRefused = fault === 'not the leader' || node !== leader;
          if (!isRefused) kept.set(topic, [...(kept.get(topic) ?? []), ...records.map((record) => ({ partition: index, ...record }))]);
          reply
            .int32(index)
            .int16(isRefused ? NOT_LEADER : 0)
            .int64(0)
            .int64(-1)
            .int64(0);
        });
      },
    );
    reply.int32(0);
    return fault;
  }
  function metadata(frame: Frame, reply: Reply): void {
    const topics = frame.compactList(() => {
      const name = frame.compactText();
      frame.tags();
      return name;
    });
    reply.tags().int32(0);
    reply.compactArray(ports, (port, node) => reply.int32(node).compactText('127.0.0.1').int32(port).varint(0).tags());
    reply.compactText('double').int32(leader);
    reply.compactArray(topics, (name) => {
      reply.int16(0).compactText(name).int8(0);
      reply.compactArray(Array.from({ length: PARTITIONS }), (_, partition) => {
        reply.int16(0).int32(partition).int32(leader).int32(0);
        for (let list = 0; list < 3; list++) reply.varint(1);
        reply.tags();
      });
      reply.int32(0).tags();
    });
    reply.int32(0).tags();
  }
  function versions(reply: Reply): void {
    const known: [key: number, version: number][] = [
      [PRODUCE, 7],
      [METADATA, 9],
      [API_VERSIONS, 3],
    ];
    reply.int16(0);
    reply.compactArray(known, ([key, version]) => reply.int16(key).int16(version).int16(version).tags());
    reply.int32(0).tags();
  }
  function answer(node: number, frame: Frame, socket: net.Socket): void {
    const [api] = [frame.int16(), frame.int16()];
    const reply = new Reply(frame.int32());
    frame.nullableText();
    let fault: Fault | undefined;
    if (api === PRODUCE) fault = produce(node, frame, reply);
    else {
      frame.tags();
      if (api === METADATA) metadata(frame, reply);
      else versions(reply);
    }
    if (fault === 'cut off' || fault === 'kept, and the answer lost') socket.destroy();
    else socket.write(reply.framed());
  }
  const servers = await Promise.all(
    [0, 1].map(async (node) => {
      const server = net.createServer((socket) => {
        if (isAway) return void socket.destroy();
        sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)));
        let pending = Buffer.alloc(0);
        socket.on('data', (chunk: Buffer) => {
          pending = Buffer.concat([pending, chunk]);
          while (pending.length >= 4 && pending.length >= 4 + pending.readInt32BE(0)) {
            const length = pending.readInt32BE(0);
            answer(node, new Frame(pending.subarray(4, 4 + length)), socket);
            pending = pending.subarray(4 + length);
          }
        });
      });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      ports[node] = (server.address() as net.AddressInfo).port;
      return server;
    }),
  );
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    brokers: ports.map((port) => `127.0.0.1:${port}`),
    records: (topic: string): Kept[] => kept.get(topic) ?? [],
    produced: () => produced,
    /** Of the next requests to produce, one each. */
    fail: (...next: Fault[]) => void faults.push(...next),
    moveLeader() {
      leader = 1 - leader;
    },
    away(away: boolean) {
      isAway = away;
      if (away) cutAll();
    },
    async close() {
      cutAll();
      await Promise.all(servers.map((server) => new Promise<void>((resolve) => server.close(() => resolve()))));
    },
  };
}
