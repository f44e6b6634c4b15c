import { z } from 'zod';

/** Something that a context's own ledger says otherwise than its rows do, and how they would read when mended. */
export const Repair = z.object({
  kind: z.string(),
  subject: z.string(),
  before: z.string(),
  after: z.string(),
  /** No machine may decide it: it is named, and left alone. */
  byHand: z.boolean(),
});
export type Repair = z.infer<typeof Repair>;
export const Repairs = z.object({ repairs: z.array(Repair) });

/** What came of one. CHANGED_MEANWHILE: `before` is no longer true, and nothing was touched. */
const RepairOutcome = z.enum(['MENDED', 'CHANGED_MEANWHILE', 'NEEDS_A_PERSON', 'FAILED']);
export const Mended = z.object({ kind: z.string(), subject: z.string(), outcome: RepairOutcome, detail: z.string().nullable() });
export type Mended = z.infer<typeof Mended>;
export const MendedAll = z.object({ done: z.array(Mended) });

/** Mends one repair on the condition that it still reads as planned: false when it does not; a text is told along. */
export type Mend = (repair: Repair) => Promise<boolean | string>;

/** One after the other, each on its own: what fails is told, and the others go on. `mends` by kind; an unknown kind fails. */
export async function mendEach(repairs: Repair[], mends: Record<string, Mend>): Promise<{ done: Mended[] }> {
  const done: Mended[] = [];
  for (const repair of repairs) done.push({ kind: repair.kind, subject: repair.subject, ...(await mendOne(repair, mends[repair.kind])) });
  return { done };
}

async function mendOne(repair: Repair, mend: Mend | undefined): Promise<Pick<Mended, 'outcome' | 'detail'>> {
  if (repair.byHand) return { outcome: 'NEEDS_A_PERSON', detail: null };
  try {
    if (!mend) throw new Error(`nothing of the kind "${repair.kind}" is mended here`);
    const mended = await mend(repair);
    if (mended === false) return { outcome: 'CHANGED_MEANWHILE', detail: null };
    return { outcome: 'MENDED', detail: mended === true ? null : mended };
  } catch (error) {
    return { outcome: 'FAILED', detail: String(error).slice(0, 300) };
  }
}

/** The repair among those planned anew that is this one, to the letter. */
export const stillPlanned = (repair: Repair, anew: readonly Repair[]): boolean =>
  anew.some(
    ({ kind, subject, before, after, byHand }) =>
      !byHand && kind === repair.kind && subject === repair.subject && before === repair.before && after === repair.after,
  );
