import { socketLimits } from './socket-limits.ts';

/** Why a message is more than the door takes, in words for the close frame. Undefined where it is not. */
export function excessOfMessage(message: Buffer, isStranger: boolean): string | undefined {
  const { strangerMessageBytes, messageNesting } = socketLimits;
  if (isStranger && message.length > strangerMessageBytes)
    return `Before the token is accepted a message must be at most ${strangerMessageBytes} bytes`;
  if (isNestedDeeper(message, messageNesting))
    return `A message must be nested at most ${messageNesting} levels deep`;
  return undefined;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENING: ReadonlySet<number> = new Set(Buffer.from('[{'));
const CLOSING: ReadonlySet<number> = new Set(Buffer.from(']}'));

/** Of JSON, without parsing it: what comes of it could exhaust the stack of whoever walks it. */
function isNestedDeeper(json: Buffer, levels: number): boolean {
  let depth = 0;
  let isInText = false;
  for (let at = 0; at < json.length; at += 1) {
    const byte = json[at] ?? 0;
    if (isInText) {
      if (byte === BACKSLASH) at += 1;
      else if (byte === QUOTE) isInText = false;
    } else if (byte === QUOTE) isInText = true;
    else if (OPENING.has(byte)) depth += 1;
    else if (CLOSING.has(byte)) depth -= 1;
    if (depth > levels) return true;
  }
  return false;
}
