import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { request } from 'undici';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createAnyApp, type AnyApp } from '../../gateway/any-supergraph/any-app.ts';
import { readAnyConfig } from '../../gateway/any-supergraph/any-config.ts';
import { doorsSdl } from '../support/doors-sdl.ts';
import { composed, fed2 } from '../support/federation.ts';
import { serveForeignSubgraph, type ForeignSubgraphServer } from '../support/foreign-subgraph.ts';
import { freePort } from '../support/free-port.ts';
import { createTestClient } from '../support/graphql-client.ts';
import { networkTo } from '../support/network.ts';
import { recordingLog } from '../support/recording-log.ts';
import { tempDir } from '../support/temp-dir.ts';

const INTERVAL_MS = 200;
const guestsSdl = fed2(`
  type Query { visitors: Int }
  type Guest { name: String! }
  type Door @key(fields: "id") { id: ID! guests: [Guest!] }
`);

let app: AnyApp;
let guests: ForeignSubgraphServer;
let doors: ChildProcess;
let doorsPort: number;
let epochMs: number;
let file: string;
let recording: ReturnType<typeof recordingLog>;
const leaving: (() => void)[] = [];

beforeEach(async () => {
  doorsPort = await freePort();
  epochMs = Date.now();
  doors = await startDoorsProcess();
  guests = await serveForeignSubgraph(guestsSdl, {
    Query: { visitors: () => 3 },
    Door: {
      __resolveReference: (door: object) => door,
      guests: ({ id }: { readonly id: string }) => [{ name: `guest of ${id}` }],
    },
  });
  file = join(tempDir(), 'supergraph.graphql');
  writeFileSync(file, supergraphOf(guestsSdl.replace('visitors: Int', 'unused: Int')));
  recording = recordingLog();
  const config = readAnyConfig({}, ['--supergraph', file, '--port', String(await freePort())]);
  app = await createAnyApp(config, { log: recording.log });
});
afterEach(async () => {
  for (const leave of leaving.splice(0)) leave();
  await app.close();
  await guests.close();
  doors.kill('SIGKILL');
});

function supergraphOf(ofGuests: string, wayToDoors = doorsPort): string {
  return composed({ doors: doorsSdl, guests: ofGuests }, (name) =>
    name === 'doors' ? `http://127.0.0.1:${wayToDoors}/api/graph?v=1` : guests.url,
  );
}

async function startDoorsProcess(): Promise<ChildProcess> {
  const service = fileURLToPath(new URL('../support/services/ticking-doors.ts', import.meta.url));
  const args = [service, String(doorsPort), String(epochMs), String(INTERVAL_MS)];
  const child = spawn(process.execPath, ['--import', 'tsx', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  return child;
}

/** Until the gateway serves what the file says now. */
async function reload(supergraph: string): Promise<void> {
  const taken = (): number => recording.lines.filter(({ msg }) => String(msg).includes('served now')).length;
  const before = taken();
  writeFileSync(file, supergraph);
  await expect.poll(taken, { timeout: 30_000 }).toBe(before + 1);
}

/** What one client has received: the seq of each event, and everything that was no whole event, in order. */
interface Listener {
  readonly seqs: number[];
  readonly problems: unknown[];
}

interface Payload {
  readonly data?: { readonly it?: { readonly seq: number; readonly door: { readonly guests: unknown } } };
  readonly errors?: unknown;
  readonly extensions?: unknown;
}

function take({ seqs, problems }: Listener, payload: Payload): void {
  const { it } = payload.data ?? {};
  const guestsOfIt = JSON.stringify(it?.door.guests);
  if (it === undefined || payload.errors !== undefined || payload.extensions !== undefined)
    problems.push(payload);
  else if (guestsOfIt !== `[{"name":"guest of door ${it.seq}"}]`) problems.push(payload);
  else seqs.push(it.seq);
}

async function listenBySocket(query: string): Promise<Listener> {
  const listener: Listener = { seqs: [], problems: [] };
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
  leaving.push(() => socket.terminate());
  socket.on('close', (code) => listener.problems.push(code));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'connection_init' }));
  await once(socket, 'message');
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(String(data)) as { readonly type: string; readonly payload?: Payload };
    if (message.type === 'next') take(listener, message.payload ?? {});
    else listener.problems.push(message);
  });
  socket.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query } }));
  return listener;
}

async function listenByEventStream(query: string): Promise<Listener> {
  const listener: Listener = { seqs: [], problems: [] };
  const { body } = await request(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
    body: JSON.stringify({ query }),
  });
  let isLeaving = false;
  leaving.push(() => {
    isLeaving = true;
    body.destroy();
  });
  const ended = (): void => void (isLeaving || listener.problems.push('the event stream ended'));
  let text = '';
  body.on('error', ended);
  body.on('end', ended);
  body.on('data', (chunk: Buffer) => {
    const messages = (text + String(chunk)).split('\n\n');
    text = messages.pop() ?? '';
    for (const message of messages) {
      const [event, data] = message.split('\n');
      if (event === 'event: next') take(listener, JSON.parse(data?.slice('data: '.length) ?? '') as Payload);
      else if (event !== ':') listener.problems.push(message);
    }
  });
  return listener;
}

/** Ten different operations, a hundred subscribers of each; one in twenty by an event stream. */
async function listenAThousandTimes(): Promise<readonly Listener[]> {
  const listeners: Listener[] = [];
  for (let batch = 0; batch < 20; batch += 1) {
    const opened = Array.from({ length: 50 }, (_each, index) => {
      const query = `subscription { it: doorChanged { seq door { n${index % 10}: id guests { name } } } }`;
      return batch === 0 ? listenByEventStream(query) : listenBySocket(query);
    });
    listeners.push(...(await Promise.all(opened)));
  }
  return listeners;
}

function untilAllHave(listeners: readonly Listener[], seq: number) {
  return expect
    .poll(() => listeners.filter(({ seqs }) => (seqs.at(-1) ?? 0) < seq).length, { timeout: 40_000 })
    .toBe(0);
}

/** Not told yet. */
function seqAhead(): number {
  return Math.floor((Date.now() - epochMs) / INTERVAL_MS) + 5;
}

/** Those that had a problem, a gap or a repeat. */
function broken(listeners: readonly Listener[]): readonly Listener[] {
  return listeners.filter(
    ({ seqs, problems }) =>
      problems.length > 0 || seqs.some((seq, index) => index > 0 && seq !== (seqs[index - 1] ?? 0) + 1),
  );
}

test('1,000 subscriptions live through kill -9 of their subgraph and reloads: no error, no gap, no repeat', async () => {
  const listeners = await listenAThousandTimes();
  await untilAllHave(listeners, 1);

  const exited = once(doors, 'exit');
  doors.kill('SIGKILL');
  await exited;
  // While nobody answers for doors.
  await reload(supergraphOf(guestsSdl));
  doors = await startDoorsProcess();
  await untilAllHave(listeners, seqAhead());

  await reload(supergraphOf(guestsSdl.replace('visitors: Int', 'visitors: Int unused: Int')));
  await untilAllHave(listeners, seqAhead());
  expect(await createTestClient(app.url, undefined).data('{ visitors }')).toEqual({ visitors: 3 });

  expect(broken(listeners)).toEqual([]);
}, 180_000);

test('they live through a network that falls silent without closing a connection', async () => {
  const network = await networkTo(doorsPort);
  leaving.push(() => network.close());
  await reload(supergraphOf(guestsSdl, network.port));
  const query = 'subscription { it: doorChanged { seq door { id guests { name } } } }';
  const listeners = [await listenBySocket(query), await listenByEventStream(query)];
  await untilAllHave(listeners, 1);

  // The gateway finds out by a ping that nobody answers.
  network.fallSilent();
  await untilAllHave(listeners, seqAhead());
  expect(broken(listeners)).toEqual([]);
}, 120_000);
