import type { EventMessage } from '../hub/event-message.ts';

/** FIN and opcode text, of RFC 6455. */
const WHOLE_TEXT = 0x81;
/** Above it a copy for each subscriber would cost more than a second write. */
const COPIED_UP_TO_BYTES = 16 * 1024;
const END = Buffer.from('}');

/** How a `next` message of an operation begins. Most clients count their operations from 1 or 0, and so share it. */
export function openingOf(operationId: string): Buffer {
  const known = openings.get(operationId);
  if (known !== undefined) return known;
  // Not from the pool, of which it would hold a whole page.
  const text = `{"id":${JSON.stringify(operationId)},"type":"next","payload":`;
  const opening = Buffer.alloc(Buffer.byteLength(text), text);
  if (openings.size < MOST_OPENINGS && operationId.length <= LONGEST_SHARED_ID)
    openings.set(operationId, opening);
  return opening;
}

const openings = new Map<string, Buffer>();
const MOST_OPENINGS = 1_000;
const LONGEST_SHARED_ID = 8;

/**
 * A `next` message as a WebSocket frame: the parts to be written one after the other, without anything in between. Subscribers with
 * one opening share the frame, and all share what is large: nobody may write into them.
 */
export function frameOf(opening: Buffer, message: EventMessage): readonly Buffer[] {
  if (latest?.message === message && latest.opening === opening) return latest.frame;
  const { json } = message;
  const header = headerOf(opening.length + json.length + END.length);
  if (json.length > COPIED_UP_TO_BYTES) return [Buffer.concat([header, opening]), json, END];
  const frame = [Buffer.concat([header, opening, json, END])];
  latest = { message, opening, frame };
  return frame;
}

/**
 * An event goes to all of its subscribers at once. A copy for each would be garbage for the collector, which takes longer than the
 * writing where the heap is small.
 */
let latest:
  { readonly message: EventMessage; readonly opening: Buffer; readonly frame: readonly Buffer[] } | undefined;

/** Of a frame from a server, which is not masked. */
function headerOf(length: number): Buffer {
  if (length < 126) return Buffer.from([WHOLE_TEXT, length]);
  if (length < 0x1_0000) return Buffer.from([WHOLE_TEXT, 126, length >> 8, length & 0xff]);
  const header = Buffer.alloc(10);
  header[0] = WHOLE_TEXT;
  header[1] = 127;
  header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
