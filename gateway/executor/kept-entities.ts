import { newNotes } from '../../kit/notes.ts';
import type { Boundary } from './entity-boundary.ts';
import type { EntityCache } from './entity-cache.ts';
import { keyOf } from './representations.ts';
import { placesOf } from './response-path.ts';
import type { Run, Step } from './run.ts';
import { reader, type Tree } from './tree.ts';

export type KeepEntities = {
  cache: EntityCache;
  /** One for each operation. */
  operation: string;
  /** Something of it changes without an event. */
  isLive: boolean;
  /** Variables that decide what of the operation is answered at all. */
  conditions: readonly string[];
};

type Missing = { key: string; tree: Tree };

/**
 * `root` finds entities; of those that were shown before, in this operation and by the same variables, the finished text takes
 * the place of the reference, and `rest` fetches the others. What is written of those is kept when nothing went wrong.
 */
export function keptEntities(root: Step, rest: Step, { path, variables }: Boundary, keep: KeepEntities): Step {
  const { cache, operation, isLive } = keep;
  const find = placesOf(path);
  const conditions = keep.conditions.map(reader);
  const used = variables.map(reader);
  const scopeOf = ({ coerced, variables: sent }: Run): string =>
    conditions.length + used.length === 0
      ? operation
      : `${operation} ${JSON.stringify([conditions.map((read) => read(coerced)), used.map((read) => read(sent) ?? null)])}`;

  function missingOf(run: Run): Missing[] {
    const scope = scopeOf(run);
    const missing: Missing[] = [];
    const batches = new Set<readonly string[]>();
    find(run.root, (holder, name) => {
      const tree = holder[name] as Tree;
      const key = `${scope} ${keyOf(tree)}`;
      const found = cache.get(key);
      if (found) {
        holder[name] = found;
        batches.add(found.batch.tags);
      } else missing.push({ key, tree });
    });
    for (const tags of batches) for (const tag of tags) run.context.notes.tags.add(tag);
    return missing;
  }

  return async (run) => {
    await root(run);
    if (run.errors.length > 0) return void (await rest(run));
    const missing = missingOf(run);
    if (missing.length === 0) return;
    const mark = cache.mark();
    const notes = newNotes();
    await rest({ ...run, context: { ...run.context, notes } });
    for (const tag of notes.tags) run.context.notes.tags.add(tag);
    for (const warning of notes.warnings) run.context.notes.warnings.add(warning);
    if (notes.warnings.size > 0) return;
    run.whenWritten.push((texts) => {
      const entities = missing.flatMap(({ key, tree }) => {
        const text = texts.get(tree);
        return text === undefined ? [] : [[key, text] as const];
      });
      cache.put(entities, { tags: [...notes.tags], mark, isLive });
    });
  };
}
