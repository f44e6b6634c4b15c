/** Nothing was tried: there is more to do than may be waited for. `retryAfterMs` is a guess at when it may be worth another try. */
export class Overloaded extends Error {
  constructor(
    message: string,
    readonly retryAfterMs = 1_000,
  ) {
    super(message);
    this.name = 'Overloaded';
  }
}
