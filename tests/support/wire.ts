import { once } from 'node:events';
import { WebSocket } from 'ws';

export type WireMessage = Readonly<Record<string, unknown>>;

/** A WebSocket client that speaks the bare protocol, and sends what it is told, right or wrong. */
export interface Wire {
  readonly socket: WebSocket;
  send(message: unknown): void;
  next(): Promise<WireMessage>;
  /** Everything that came and was not read by next(). */
  readonly waiting: readonly WireMessage[];
  /** Code and reason of the close. */
  readonly closed: Promise<readonly [number, string]>;
  close(): void;
}

export async function openWire(
  url: string,
  protocol: string | undefined = 'graphql-transport-ws',
  headers: Record<string, string> = {},
): Promise<Wire> {
  const socket =
    protocol === '' ? new WebSocket(url, { headers }) : new WebSocket(url, protocol, { headers });
  const waiting: WireMessage[] = [];
  const readers: ((message: WireMessage) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as WireMessage;
    const reader = readers.shift();
    if (reader === undefined) waiting.push(message);
    else reader(message);
  });
  const closed = once(socket, 'close').then(([code, reason]) => [code as number, String(reason)] as const);
  await once(socket, 'open');
  return {
    socket,
    send: (message) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    next() {
      const message = waiting.shift();
      return message === undefined
        ? new Promise((resolve) => readers.push(resolve))
        : Promise.resolve(message);
    },
    waiting,
    closed,
    close: () => socket.close(),
  };
}

/** With its connection_init sent and acknowledged. */
export async function openAcceptedWire(
  url: string,
  payload: WireMessage = { 'x-vx11-token': 'right' },
): Promise<Wire> {
  const wire = await openWire(url);
  wire.send({ type: 'connection_init', payload });
  const first = await wire.next();
  if (first['type'] !== 'connection_ack') throw new Error(`no connection_ack, but ${JSON.stringify(first)}`);
  return wire;
}

export const subscribeMessage = (id: string, query: string, variables?: WireMessage) => ({
  id,
  type: 'subscribe',
  payload: { query, ...(variables === undefined ? {} : { variables }) },
});
