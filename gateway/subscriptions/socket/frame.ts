import type { EventMessage } from '../hub/event-message.ts';

/** FIN and opcode text, of RFC 6455. */
const WHOLE_TEXT = 0x81;
/** Above it a copy for each subscriber would cost more than a second write. */
const COPIED_UP_TO_BYTES = 16 * 1024;
const END = Buffer.from('}');

/** Writes `next` messages of one operation as WebSocket frames; what is large is shared by all sockets, and never copied. */
export class NextFrames {
  readonly #opening: Buffer;

  constructor(operationId: string) {
    this.#opening = Buffer.from(`{"id":${JSON.stringify(operationId)},"type":"next","payload":`);
  }

  /** The parts to be written one after the other, without anything in between. */
  partsOf({ json }: EventMessage): readonly Buffer[] {
    const opening = this.#opening;
    const header = headerOf(opening.length + json.length + END.length);
    return json.length > COPIED_UP_TO_BYTES
      ? [Buffer.concat([header, opening]), json, END]
      : [Buffer.concat([header, opening, json, END])];
  }
}

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
