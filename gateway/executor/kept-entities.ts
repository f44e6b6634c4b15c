import { newNotes } from '../../kit/notes.ts';
import { countEntities, type PartCache } from './part-cache.ts';
import { keyOf } from './representations.ts';
import { type PlanPath, placesOf } from './response-path.ts';
import { passOn, type Run, type Step } from './run.ts';
import { copied, reader, type Tree } from './tree.ts';

type Keep = {
  cache: PartCache;
  /** Another one for each operation and branch. */
  name: string;
  /** Where entities stand. */
  path: PlanPath;
  /** Variables that decide what is answered of an entity: as they were sent, and those of `@skip` and `@include`. */
  variables: readonly string[];
  conditions: readonly string[];
  isLive: boolean;
};
type Missing = { key: string; tree: Tree };

/**
 * Of entities that were shown before, in this operation and by the same variables, the finished text takes the place of the
 * reference, and `rest` fetches the others. What is written of those is kept when nothing went wrong.
 */
export function keptEntities(rest: Step, { cache, name, path, variables, conditions, isLive }: Keep): Step {
  const find = placesOf(path);
  const read = [...conditions.map((each) => ofCoerced(reader(each))), ...variables.map((each) => ofSent(reader(each)))];
  const scopeOf = (run: Run): string =>
    read.length === 0 ? `${name} ` : `${name} ${JSON.stringify(read.map((each) => each(run) ?? null))} `;
  const keys = new WeakMap<Tree, string>();
  /** References that the root has found before are the same objects as then. */
  const keyIn = (scope: string, reference: Tree): string => {
    if (read.length > 0) return scope + keyOf(reference);
    let key = keys.get(reference);
    if (key === undefined) {
      key = scope + keyOf(reference);
      keys.set(reference, key);
    }
    return key;
  };

  function missingOf(run: Run): Missing[] {
    const scope = scopeOf(run);
    const missing: Missing[] = [];
    const batches = new Set<readonly string[]>();
    let hits = 0;
    find(run.root, (holder, place) => {
      const reference = holder[place] as Tree;
      const key = keyIn(scope, reference);
      const found = cache.entity(key, run);
      if (!found) {
        // what the root has found stays as it is
        const tree = copied(reference) as Tree;
        holder[place] = tree;
        return void missing.push({ key, tree });
      }
      hits++;
      holder[place] = found;
      batches.add(found.batch.tags);
    });
    countEntities(hits, missing.length);
    for (const tags of batches) for (const tag of tags) run.context.notes.tags.add(tag);
    return missing;
  }

  return (run) => {
    const missing = missingOf(run);
    return missing.length === 0 ? null : filled(run, missing);
  };

  async function filled(run: Run, missing: Missing[]): Promise<void> {
    const mark = cache.mark();
    const own: Run = { ...run, context: { ...run.context, notes: newNotes() }, errors: [] };
    await rest(own);
    const { tags, warnings } = passOn(own, run);
    if (warnings.size > 0) return;
    run.whenWritten.push((texts) => {
      const written = missing.flatMap(({ key, tree }) => {
        const text = texts.get(tree);
        return text === undefined ? [] : [[key, text] as const];
      });
      cache.putEntities(written, { tags: [...tags], mark, isLive });
    });
  }
}

const ofCoerced = (read: (from: Tree) => unknown) => (run: Run) => read(run.coerced);
const ofSent = (read: (from: Tree) => unknown) => (run: Run) => read(run.variables);
