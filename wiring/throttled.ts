/** Calls `work` at once, and however often it is wanted meanwhile, once more after `ms`: the last wish is never lost. */
export function throttled(ms: number, work: () => void): () => void {
  let resting = false;
  let wanted = false;
  return function call() {
    if (resting) {
      wanted = true;
      return;
    }
    work();
    resting = true;
    setTimeout(() => {
      resting = false;
      if (!wanted) return;
      wanted = false;
      call();
    }, ms).unref();
  };
}
