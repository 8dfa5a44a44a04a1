import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';

export function asksForWebSocket({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'websocket';
}

/**
 * Answers a request as if it had not asked for another protocol, as RFC 9110, 7.8 allows. Clients of the JVM ask for h2c first of all,
 * and Node gives the listener of upgrades all of them: so the request is read again, without its wish.
 */
export function ignoreUpgrade(server: Server, request: IncomingMessage, socket: Duplex, head: Buffer): void {
  socket.unshift(Buffer.concat([headWithoutUpgrade(request), head]));
  server.emit('connection', socket);
}

const OF_UPGRADES: ReadonlySet<string> = new Set(['upgrade', 'http2-settings']);

function headWithoutUpgrade({ method, url, httpVersion, rawHeaders }: IncomingMessage): Buffer {
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = [rawHeaders[at], rawHeaders[at + 1]];
    const lowerName = name.toLowerCase();
    if (lowerName === 'connection') lines.push(`${name}: ${withoutUpgrade(value)}`);
    else if (!OF_UPGRADES.has(lowerName)) lines.push(`${name}: ${value}`);
  }
  // As Node has read them: one character for each byte.
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

function withoutUpgrade(connection: string): string {
  const options = connection.split(',').map((option) => option.trim());
  return options.filter((option) => !OF_UPGRADES.has(option.toLowerCase())).join(', ');
}
