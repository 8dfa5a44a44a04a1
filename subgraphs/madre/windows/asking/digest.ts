import { createHash } from 'node:crypto';

/** SHA-256 of a text, short enough to read aloud and long enough not to collide. */
export function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
