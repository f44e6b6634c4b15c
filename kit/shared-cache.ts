import type { Redis } from 'ioredis';

/** What processes keep together: nothing that was purged since it was read is ever given back. */
export type SharedCache = {
  /**
   * What is kept under `key`, or null; and the moment of the look, by the clock that all share, which `store` wants to know of
   * whoever reads anew now. Null altogether where the store cannot be asked: then nothing is to be stored either.
   */
  look(key: string): Promise<{ mark: string; found: { value: Buffer; leftMs: number; tags: string[] } | null } | null>;
  /** The same for several keys at once, each the value or null. */
  lookAll(keys: readonly string[]): Promise<{ mark: string; found: (Buffer | null)[] } | null>;
  /** Keeps what was read after `mark`, for `forMs`. Not waited for; what cannot be kept is not. */
  store(key: string, value: Buffer, about: { tags: readonly string[]; forMs: number; mark: string }): void;
};

/** How long it is remembered that a tag was purged: longer than anything is kept. */
const REMEMBERED_S = 900;
export const KEPT_MOST_MS = 600_000;

const MARK = `local now = redis.call('TIME')
local mark = string.format('%.0f', now[1] * 1000000 + now[2])`;

/** Arguments: channel, message, tags (`*`: all). */
export const PURGE = `${MARK}
for i = 3, #ARGV do redis.call('SET', 'holdfast:purged:' .. ARGV[i], mark, 'EX', ${REMEMBERED_S}) end
redis.call('PUBLISH', ARGV[1], ARGV[2])`;

const CURRENT = `${MARK}
local function current(key)
  local kept = redis.call('HMGET', key, 'mark', 'tags', 'value')
  if not kept[1] then return nil end
  local tags = cjson.decode(kept[2])
  tags[#tags + 1] = '*'
  for _, tag in ipairs(tags) do
    local purged = redis.call('GET', 'holdfast:purged:' .. tag)
    if purged and tonumber(purged) >= tonumber(kept[1]) then return nil end
  end
  return kept
end`;

const LOOK = `${CURRENT}
local kept = current(KEYS[1])
if not kept then return { mark } end
return { mark, kept[2], kept[3], redis.call('PTTL', KEYS[1]) }`;

const LOOK_ALL = `${CURRENT}
local answer = { mark }
for i, key in ipairs(KEYS) do
  local kept = current(key)
  answer[i + 1] = kept and kept[3] or false
end
return answer`;

const STORE = `redis.call('HSET', KEYS[1], 'mark', ARGV[1], 'tags', ARGV[2], 'value', ARGV[3])
redis.call('PEXPIRE', KEYS[1], ARGV[4])`;

const keyOf = (key: string): string => `holdfast:kept:${key}`;

/** On one Redis. The clock is its own, so a Redis that comes back empty takes nothing old for new. `isUsable`: may it be asked now? */
export function createSharedCache(redis: Redis, isUsable: () => boolean): SharedCache {
  return {
    async look(key) {
      if (!isUsable()) return null;
      try {
        const [mark, tags, value, leftMs] = (await redis.callBuffer('EVAL', LOOK, 1, keyOf(key))) as [Buffer, Buffer?, Buffer?, number?];
        const found = tags && value ? { value, leftMs: leftMs ?? 0, tags: JSON.parse(String(tags)) as string[] } : null;
        return { mark: String(mark), found };
      } catch {
        return null;
      }
    },
    async lookAll(keys) {
      if (keys.length === 0 || !isUsable()) return null;
      try {
        const asked = redis.callBuffer('EVAL', LOOK_ALL, keys.length, ...keys.map(keyOf));
        const [mark, ...found] = (await asked) as [Buffer, ...(Buffer | null)[]];
        return { mark: String(mark), found };
      } catch {
        return null;
      }
    },
    store(key, value, { tags, forMs, mark }) {
      const kept = Math.max(1, Math.min(Math.round(forMs), KEPT_MOST_MS));
      redis.eval(STORE, 1, keyOf(key), mark, JSON.stringify(tags), value, kept).catch(() => {});
    },
  };
}
