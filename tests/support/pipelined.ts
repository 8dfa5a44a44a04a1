import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';

/** A query to the doors' server, as it is written to its connection. */
export function asking(query: string, ...headers: readonly string[]): string {
  return posting('/graphql', JSON.stringify({ query }), 'x-vx11-token: right', ...headers);
}

export function posting(path: string, body: string, ...headers: readonly string[]): string {
  const all = [
    'host: 127.0.0.1',
    'content-type: application/json',
    `content-length: ${body.length}`,
    ...headers,
  ];
  return `POST ${path} HTTP/1.1\r\n${all.join('\r\n')}\r\n\r\n${body}`;
}

export interface Pipeline {
  readonly socket: Socket;
  /** Everything that came back. */
  readonly told: string;
}

/** All on one connection, before any answer. */
export function pipeline(url: string, ...requests: readonly string[]): Pipeline {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let told = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk: Buffer) => (told += String(chunk)));
  socket.write(requests.join(''));
  return {
    socket,
    get told() {
      return told;
    },
  };
}

/** Everything that comes back, until the server closes. */
export function exchange(url: string, ...requests: readonly string[]): Promise<string> {
  return text(pipeline(url, ...requests).socket);
}

/** The GraphQL answers in it. */
export function answersIn(told: string): string[] {
  return told.match(/\{"(data|errors)".*\}/g) ?? [];
}
