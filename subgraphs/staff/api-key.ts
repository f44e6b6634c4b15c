import { randomBytes } from 'node:crypto';
import { uuidv7 } from '../../kit/uuid.ts';

/** What is given out: a mark by which scanners for leaked secrets know it, the key's id, and 256 bits drawn at random. */
export function drawApiKey(): { id: string; secret: string } {
  const id = uuidv7();
  return { id, secret: `hf_${id.replaceAll('-', '')}_${randomBytes(32).toString('base64url')}` };
}

const FORM = /^hf_([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})_[\w-]{43}$/;

/** The id in what may be a key; null when it has not the form of one. */
export const idInApiKey = (secret: string): string | null => FORM.exec(secret)?.slice(1).join('-') ?? null;
