const KEY = /^[\x20-\x7e]{8,255}$/;

/** What is wrong with an idempotency key's form, or null. */
export const keyFault = (key: string) =>
  KEY.test(key)
    ? null
    : { code: 'INVALID_IDEMPOTENCY_KEY', message: 'A key is 8 to 255 printable ASCII characters.', path: ['idempotencyKey'] };
