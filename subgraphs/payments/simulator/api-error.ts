import type { ErrorBody } from './objects.ts';

/** A refusal in Stripe's words: an HTTP status and the `error` member of the body. */
export class ApiError extends Error {
  readonly status: number;
  readonly body: ErrorBody;

  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.body = body;
  }
}

/** 400 `invalid_request_error`: the caller sent something Stripe would not take. */
export function invalidRequest(message: string, rest: Partial<ErrorBody> = {}): ApiError {
  return new ApiError(400, { type: 'invalid_request_error', message, ...rest });
}

/** 404 `resource_missing` for an id in the path, 400 for an id in a parameter, as Stripe answers. */
export function resourceMissing(noun: string, id: string, param: string): ApiError {
  const status = param === 'intent' || param === 'id' ? 404 : 400;
  return new ApiError(status, {
    type: 'invalid_request_error',
    code: 'resource_missing',
    message: `No such ${noun}: '${id}'`,
    param,
  });
}

export const INTERNAL_ERROR: ErrorBody = {
  type: 'api_error',
  message: 'An unknown error occurred. Check whether the request had an effect before you repeat it with another key.',
};
