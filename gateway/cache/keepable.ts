import type { Notes } from '../../kit/notes.ts';
import type { GraphHttpAnswer } from '../graph-answer.ts';

/** Null for an answer that is not to be kept: not a plain success, with an error, or with a warning that something was not as usual. */
export function keepable({ status, body }: GraphHttpAnswer, { warnings }: Notes): { isMiss: boolean } | null {
  if (status !== 200 || warnings.size > 0) return null;
  const answer = JSON.parse(body) as { data?: Record<string, unknown> | null; errors?: unknown };
  if (answer.errors !== undefined || !answer.data) return null;
  return { isMiss: Object.values(answer.data).some((value) => value === null) };
}
