import type { Engine } from '../engine.ts';
export const meilisearchEngine = (_: unknown): Engine => {
  throw new Error('not yet');
};
