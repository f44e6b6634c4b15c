/** Why nothing was tried: no room to wait, no turn within the time, or whoever waited has gone. */
export type OverloadedReason = 'full' | 'waited' | 'gone';

/** Nothing was tried: there is more to do than may be waited for. `retryAfterMs` is a guess at when it may be worth another try. */
export class Overloaded extends Error {
  constructor(
    message: string,
    readonly retryAfterMs = 1_000,
    readonly reason: OverloadedReason = 'full',
  ) {
    super(message);
    this.name = 'Overloaded';
  }
}
