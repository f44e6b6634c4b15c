/** What a person at the terminal sees while the shop comes up; logs go their own way. */
export type Progress = { step(message: string): void; line(message: string): void };

export function progress(enabled: boolean): Progress {
  const began = Date.now();
  const line = (message: string) => void (enabled && process.stdout.write(`${message}\n`));
  return { line, step: (message) => line(`  ${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s  ${message}`) };
}
