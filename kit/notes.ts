/**
 * What an answer tells of itself beside its data. Tags name what it shows: `<context>:<aggregate id>` for one entity,
 * `<context>` for what any change there could alter (a list, a miss). An answer to a mutation names what it has changed.
 * Warnings are codes of what was not as usual, such as `SEARCH_DEGRADED`.
 */
export type Notes = {
  tags: Set<string>;
  warnings: Set<string>;
  /** At the gateway: what is asked for, as it is measured; not told before it is understood. */
  operation?: string;
};

export const newNotes = (): Notes => ({ tags: new Set(), warnings: new Set() });
