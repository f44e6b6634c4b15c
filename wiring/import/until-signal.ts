/** Aborts at the first Ctrl-C or SIGTERM, so that work can end in order; at the second the process ends. */
export function untilSignal(message: string): { aborted: AbortSignal; close(): void } {
  const stopping = new AbortController();
  const onSignal = () => {
    if (stopping.signal.aborted) process.exit(130);
    console.error(`\n${message}`);
    stopping.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const close = () => {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  };
  return { aborted: stopping.signal, close };
}
