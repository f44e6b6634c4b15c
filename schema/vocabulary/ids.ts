import { z } from 'zod';

/** A UUID, lower case as we print it. What comes from outside as an ID may be anything; ask `isUuid` first. */
export const Id = z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/);
