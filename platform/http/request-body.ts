import type { IncomingMessage } from 'node:http';
import { CodedError } from '../errors.ts';

/** The body as JSON. Throws PAYLOAD_TOO_LARGE as soon as the limit is passed, and BAD_USER_INPUT for what is not JSON. */
export async function readJsonBody(request: IncomingMessage, limitBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new CodedError('PAYLOAD_TOO_LARGE', { limitBytes });
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch (error) {
    throw new CodedError('BAD_USER_INPUT', { problem: 'the request body must be JSON' }, error);
  }
}
