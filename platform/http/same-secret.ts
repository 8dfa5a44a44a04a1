import { createHash, timingSafeEqual } from 'node:crypto';

/** Compares in constant time, whatever the lengths: neither tells how near a guess was. */
export function isSameSecret(candidate: unknown, secret: string): boolean {
  return typeof candidate === 'string' && timingSafeEqual(digest(candidate), digest(secret));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
