import type { GraphQLFormattedError } from 'graphql';
import type { Notes } from '../../kit/notes.ts';
import type { Context } from '../identity.ts';
import type { Tree } from './tree.ts';

/** One operation under way. */
export type Run = {
  context: Context;
  /** As the client sent them: each subgraph sees the same and has the same defaults. */
  variables: Tree;
  /** With defaults; what `@skip` and `@include` look at. */
  coerced: Tree;
  /** What the fetches have found so far. */
  root: Tree;
  /** What the subgraphs have reported, as the client will see it. */
  errors: GraphQLFormattedError[];
  /** Something of `root` was found before: its text may be known. */
  isKept: boolean;
  /** Told what was written of each entity, when nothing went wrong. */
  whenWritten: ((texts: ReadonlyMap<Tree, string>) => void)[];
};

/** What a part of it has met, with notes and errors of its own, goes to the whole. */
export function passOn(part: Run, whole: Run): Notes {
  const { notes } = part.context;
  whole.errors.push(...part.errors);
  for (const tag of notes.tags) whole.context.notes.tags.add(tag);
  for (const warning of notes.warnings) whole.context.notes.warnings.add(warning);
  return notes;
}

/** A part of a plan. Gives null when there is nothing to wait for; never rejects. */
export type Step = (run: Run) => Promise<void> | null;
