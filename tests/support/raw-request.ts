import { connect } from 'node:net';

/** Request targets that Node's parser lets through, and that are no path or no URL. */
export const ODD_TARGETS = [
  '//',
  '///',
  '//:',
  '//[',
  '/\\',
  '/%',
  '/%zz',
  '/?',
  '/??//',
  '/#',
  '*',
  'http://',
  'http:///',
  'http://[',
  'http://[::1',
  'http://:0/',
  'https://elsewhere/graphql',
] as const;

/** What is sent here is sent as it is, which no HTTP client does. Resolves with the first line of the answer; '' where none came. */
export function rawRequest(
  url: string,
  target: string,
  { method = 'GET', headers = {} }: { method?: string; headers?: Readonly<Record<string, string>> } = {},
): Promise<string> {
  const { hostname, port } = new URL(url);
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(Number(port), hostname, () => {
      const fixed = 'connection' in headers ? '' : 'connection: close\r\n';
      socket.write(
        `${method} ${target} HTTP/1.1\r\nhost: ${hostname}:${port}\r\n${fixed}${lines.join('')}\r\n`,
      );
    });
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer.split('\r\n', 1)[0] ?? ''));
    socket.setTimeout(5_000, () => socket.destroy(new Error(`no answer to ${method} ${target}`)));
  });
}

export const UPGRADE = {
  connection: 'Upgrade',
  upgrade: 'websocket',
  'sec-websocket-version': '13',
  'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==',
  'sec-websocket-protocol': 'graphql-transport-ws',
} as const;
