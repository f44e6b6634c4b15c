import { ProduceAcks, Producer, stringSerializers } from '@platformatic/kafka';

export type Message = { key: string; value: string; headers: Record<string, string> };

/** Where events go that outsiders read: in order for each key, acknowledged by all replicas, or it throws and nobody knows. */
export type EventLog = {
  /** Resolves once all are kept. After a throw some may be: send all of them again. One call at a time. */
  append(topic: string, messages: Message[]): Promise<void>;
  close(): Promise<void>;
};

/** Longer than a broker takes that is well; shorter than the lease of whoever sends. */
const REQUEST_MS = 5_000;

/** One request in flight, and none that is tried again behind our back: then a later batch cannot overtake an earlier one. */
export function createKafka(brokers: string[]): EventLog {
  const open = () =>
    new Producer({
      clientId: 'holdfast',
      bootstrapBrokers: brokers,
      serializers: stringSerializers,
      maxInflights: 1,
      retries: 0,
      connectTimeout: REQUEST_MS,
      requestTimeout: REQUEST_MS,
      timeout: REQUEST_MS,
      autocreateTopics: true,
    });
  let producer: ReturnType<typeof open> | null = null;
  return {
    async append(topic, messages) {
      producer ??= open();
      try {
        // said with each: the client forgets what its constructor was told of it
        await producer.send({ acks: ProduceAcks.ALL, messages: messages.map((message) => ({ topic, ...message })) });
      } catch (error) {
        // what it knows of leaders may be what is wrong
        const failed = producer;
        producer = null;
        await failed.close().catch(() => {});
        throw error;
      }
    },
    async close() {
      await producer?.close();
      producer = null;
    },
  };
}
