import type { Duplex } from 'node:stream';
import { CodedError } from '../../platform/errors.ts';
import { newCorrelationId } from '../../platform/request-context.ts';

const STATUS: Readonly<Record<string, string>> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** What Node's parser could not read as HTTP, in words of ours; then the connection is over. */
export function refuseUnreadable(error: NodeJS.ErrnoException, socket: Duplex): void {
  const wasAnswering = 'bytesWritten' in socket && socket.bytesWritten !== 0;
  if (!socket.writable || error.code === 'ECONNRESET' || wasAnswering) {
    socket.destroy();
    return;
  }
  const status = STATUS[error.code ?? ''] ?? '400 Bad Request';
  const problem = `the request must be HTTP/1.1 with short headers, sent in time: ${status}`;
  const { http: _http, ...extensions } = new CodedError('BAD_USER_INPUT', { problem }).extensions;
  const body = JSON.stringify({
    errors: [{ message: problem, extensions: { ...extensions, correlationId: newCorrelationId() } }],
  });
  socket.end(
    `HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
}
