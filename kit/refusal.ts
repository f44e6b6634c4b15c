import { z } from 'zod';

/**
 * A business answer of 'no'. It is data and never thrown: it travels as the answer of a command, and reaches the
 * client as a `UserError`. Further fields belong to the code (`INSUFFICIENT_STOCK` carries `variantId` and `available`).
 */
export const Refusal = z.looseObject({
  code: z.string(),
  message: z.string(),
  path: z.array(z.string()).optional(),
});
export type Refusal = z.infer<typeof Refusal>;

export const Refused = z.object({ refused: z.array(Refusal).min(1) });
export type Refused = z.infer<typeof Refused>;

export const refused = (...refusals: Refusal[]): Refused => ({ refused: refusals });

export const refuse = (code: string, message: string, path?: string[]): Refused => refused({ code, message, ...(path && { path }) });

export const isRefused = (answer: unknown): answer is Refused =>
  typeof answer === 'object' && answer !== null && 'refused' in answer && Array.isArray(answer.refused);

/** The output of a command that may say no. */
export const orRefused = <T extends z.ZodType>(output: T) => z.union([Refused, output]);
