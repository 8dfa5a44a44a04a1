import { parse } from 'graphql';
import type { WireAnswer } from '../../client/answer.ts';
import type { Operation } from '../../client/connection/request.ts';
import type { StreamSink } from '../../client/connection/socket.ts';
import { EventStream, type StreamOptions } from '../../client/stream/event-stream.ts';
import { planStream } from '../../client/stream/resumption.ts';
import { resumableFields } from '../../client/generated/resumable.ts';
import { createManualClock, type ManualClock } from '../../platform/manual-clock.ts';

/** The Socket port of the client's streams, in the hands of a test. */
export interface ScriptedSocket {
  /** The operations that were opened, oldest first. */
  readonly opened: Operation[];
  /** Of those, how many are still listened to. */
  readonly listening: number;
  /** Sends an event to the newest one. */
  send(event: WireAnswer): void;
  /** Ends the newest one. */
  end(...error: Parameters<StreamSink['end']>): void;
  lastToken: string | undefined;
  open(operation: Operation, sink: StreamSink): () => void;
}

export function createScriptedSocket(): ScriptedSocket {
  const opened: Operation[] = [];
  let sinks: StreamSink[] = [];
  return {
    opened,
    lastToken: undefined,
    get listening() {
      return sinks.length;
    },
    send: (event) => sinks.at(-1)?.next(event),
    end: (error) => sinks.pop()?.end(error),
    open(operation, sink) {
      opened.push(operation);
      sinks.push(sink);
      return () => (sinks = sinks.filter((one) => one !== sink));
    },
  };
}

export interface StreamUnderTest {
  readonly stream: EventStream<Record<string, unknown>>;
  readonly socket: ScriptedSocket;
  readonly clock: ManualClock;
}

export function openStream(
  document: string,
  options: Partial<StreamOptions> & { readonly variables?: Readonly<Record<string, unknown>> } = {},
): StreamUnderTest {
  const socket = createScriptedSocket();
  const clock = createManualClock();
  const { variables = {}, ...rest } = options;
  const stream = new EventStream<Record<string, unknown>>({
    plan: planStream(parse(document), resumableFields),
    operation: { operationName: undefined, variables },
    socket,
    token: undefined,
    clock,
    random: () => 1,
    bufferSize: 1_000,
    signal: undefined,
    closing: new AbortController().signal,
    ...rest,
  });
  return { stream, socket, clock };
}
