/**
 * What an answer tells of itself beside its data. Tags name what it shows: `<context>:<aggregate id>` for one entity,
 * `<context>` for what any change there could alter (a list, a miss). An answer to a mutation names what it has changed.
 * Warnings are codes of what was not as usual, such as `SEARCH_DEGRADED`.
 * The outcome is that of a purchase, for whoever watches it.
 */
export type Notes = {
  tags: Set<string>;
  warnings: Set<string>;
  /** At the gateway: what is asked for, as it is measured; not told before it is understood. */
  operation?: string;
  /** At the gateway: something was changed by it, so that what it shows is worth waiting for. */
  changed?: boolean;
  outcome?: Outcome;
};

/** What came of it, the code where that is a no, and whether it failed. */
export type Outcome = { name: string; code: string; isFailure: boolean };

export const newNotes = (): Notes => ({ tags: new Set(), warnings: new Set() });
