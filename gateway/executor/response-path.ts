import { Written } from './part-cache.ts';
import { copied, isTree, reader, setOwn, type Tree } from './tree.ts';

/** Where a fetch of a plan puts what it finds: names, and `@` for every item of a list. */
export type PlanPath = readonly (string | number)[];
export type Place = (string | number)[];

const EVERY = '@';

/** The objects at `path` below `root`; what is null or not there has none. */
export function targetsAt(path: PlanPath): (root: Tree) => Tree[] {
  const steps = path.map((name) => (name === EVERY ? null : reader(String(name))));
  return (root) => {
    const found: Tree[] = [];
    descend(root, steps, 0, found);
    return found;
  };
}

function descend(value: unknown, steps: (((from: Tree) => unknown) | null)[], depth: number, found: Tree[]): void {
  if (typeof value !== 'object' || value === null || value instanceof Written) return;
  const step = steps[depth];
  if (Array.isArray(value)) {
    // a list at the end of a path, or where the plan says so; where it expects an object, a list holds none
    if (step === null || step === undefined) for (const item of value) descend(item, steps, step === null ? depth + 1 : depth, found);
    return;
  }
  if (step === undefined) found.push(value as Tree);
  else if (step !== null) descend(step(value as Tree), steps, depth + 1, found);
}

/** Called with what holds an object at `path`, and under which index or name it does. */
type Visit = (holder: Record<string | number, unknown>, name: string | number) => void;

/** The places of the objects at `path`, so that something else can be put there. */
export function placesOf(path: PlanPath): (root: Tree, visit: Visit) => void {
  const names = path.map(String);
  const last = names.length - 1;
  const descend = (holder: unknown, depth: number, visit: Visit): void => {
    const name = names[depth]!;
    if (Array.isArray(holder)) {
      if (name === EVERY) for (let i = 0; i < holder.length; i++) step(holder as never, i, depth, visit);
    } else if (isTree(holder) && name !== EVERY && Object.hasOwn(holder, name)) step(holder, name, depth, visit);
  };
  const step = (holder: Record<string | number, unknown>, name: string | number, depth: number, visit: Visit): void => {
    if (depth < last) descend(holder[name], depth + 1, visit);
    else if (isTree(holder[name])) visit(holder, name);
  };
  return (root, visit) => descend(root, 0, visit);
}

/** The same value, but what holds the objects at `path` is its own, from `depth` on; with `ends` those objects, and all they hold, too. */
export function copiedAlong(value: unknown, path: PlanPath, depth: number, ends: boolean): unknown {
  if (Array.isArray(value)) return value.map((item) => copiedAlong(item, path, path[depth] === EVERY ? depth + 1 : depth, ends));
  if (!isTree(value)) return value;
  const name = path[depth];
  if (name === undefined) return ends ? copied(value) : value;
  const copy = { ...value };
  if (Object.hasOwn(copy, name)) setOwn(copy, String(name), copiedAlong(copy[name], path, depth + 1, ends));
  return copy;
}

/** Where each of the objects of `targetsAt` stands, in the same order. Only errors ask for it. */
export function placesAt(path: PlanPath, root: Tree): Place[] {
  const places: Place[] = [];
  locate(root, path, 0, [], places);
  return places;
}

function locate(value: unknown, path: PlanPath, depth: number, place: Place, places: Place[]): void {
  const step = path[depth];
  if (Array.isArray(value)) {
    if (step === EVERY || step === undefined)
      for (const [i, item] of value.entries()) locate(item, path, step === EVERY ? depth + 1 : depth, [...place, i], places);
    return;
  }
  if (!isTree(value)) return;
  if (step === undefined) places.push(place);
  else if (step !== EVERY) locate(reader(String(step))(value), path, depth + 1, [...place, step], places);
}

/** As much of a path as is the same for all: up to its first list. */
export function commonPlace(path: PlanPath): Place {
  const end = path.indexOf(EVERY);
  return path.slice(0, end < 0 ? path.length : end);
}
