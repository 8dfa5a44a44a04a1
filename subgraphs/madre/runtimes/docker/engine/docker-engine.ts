import Docker from 'dockerode';
import type { Clock } from '../../../../../platform/clock.ts';
import { withDeadline } from '../../../../../platform/deadline.ts';
import { readCertificates } from './docker-certificates.ts';
import { endpointOf } from './docker-endpoint.ts';
import { parseEvent } from '../events/docker-event.ts';
import { openStream, readLines } from '../docker-streams.ts';

export type ContainerInspection = Docker.ContainerInspectInfo;

/** What the engine answered in place of doing it. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly status: number;

  constructor(status: number, message: string, cause: unknown) {
    super(message, { cause });
    this.status = status;
  }
}

/** The calls of the Docker Engine API that madre makes, each within a deadline. None creates, builds or removes a container. */
export interface DockerEngine {
  /** The compose project whose containers these are. */
  readonly project: string;
  version(signal: AbortSignal): Promise<string>;
  /** Compose services of the project that have a container, with the id of the newest. Tells nothing of their state, which lags here. */
  containers(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  inspect(id: string, signal: AbortSignal): Promise<ContainerInspection>;
  hasImage(name: string, signal: AbortSignal): Promise<boolean>;
  /** False where it ran already. */
  start(id: string, signal: AbortSignal): Promise<boolean>;
  /** Stopping what does not run succeeds. May answer before the container is gone. */
  stop(id: string, graceSec: number, signal: AbortSignal): Promise<unknown>;
  unpause(id: string, signal: AbortSignal): Promise<unknown>;
  logs(
    id: string,
    options: { readonly tail: number; readonly sinceMs: number | undefined },
    signal: AbortSignal,
  ): Promise<Buffer>;
  /** What was logged and is being logged, until the container stops, the signal aborts or the engine ends. */
  followLogs(
    id: string,
    from: { readonly sinceMs: number | undefined },
    signal: AbortSignal,
  ): Promise<NodeJS.ReadableStream>;
  /** One sample, without the second that the engine would take for the one before it. */
  stats(id: string, signal: AbortSignal): Promise<unknown>;
  /** Signals that somebody had the engine send to the container, as far as it remembers. */
  signalsSent(
    id: string,
    between: { readonly sinceMs: number; readonly untilMs: number },
    signal: AbortSignal,
  ): Promise<readonly string[]>;
  /** Events of the project's containers, one JSON object a line, until the signal aborts or the engine ends. */
  events(signal: AbortSignal): Promise<NodeJS.ReadableStream>;
}

/** Its types lack the options that this call takes as the others do. */
type AskableDocker = Docker & {
  version(options: { readonly abortSignal: AbortSignal }): Promise<Docker.DockerVersion>;
};

const CALL_LIMIT_MS = 5_000;
/** Networks and mounts are made inside a start. */
const START_LIMIT_MS = 60_000;
/** Above the grace. As long as who asks waits at most: the next try is then a request of its own, and does not join one that hangs. */
const STOP_MARGIN_MS = 10_000;
const EVENTS = [
  'create',
  'start',
  'pause',
  'unpause',
  'stop',
  'die',
  'oom',
  'restart',
  'destroy',
  'rename',
  'health_status',
];

export function connectEngine(options: {
  readonly clock: Clock;
  readonly dockerHost: string | undefined;
  /** A folder with ca.pem, cert.pem and key.pem; read once, here. */
  readonly dockerCertPath?: string | undefined;
  readonly project: string;
}): DockerEngine {
  const { dockerHost, dockerCertPath } = options;
  const docker = new Docker(
    endpointOf(dockerHost, dockerCertPath === undefined ? undefined : readCertificates(dockerCertPath)),
  ) as AskableDocker;
  const ofProject = [`com.docker.compose.project=${options.project}`];

  function call<T>(
    what: string,
    signal: AbortSignal,
    work: (abortSignal: AbortSignal) => Promise<T>,
    limitMs = CALL_LIMIT_MS,
  ): Promise<T> {
    const limit = { clock: options.clock, limitMs, what: `Docker's ${what}`, parent: signal };
    return withDeadline(limit, (abortSignal) => work(abortSignal).catch(rethrow));
  }

  function stream(
    what: string,
    signal: AbortSignal,
    open: (abortSignal: AbortSignal) => Promise<NodeJS.ReadableStream>,
  ): Promise<NodeJS.ReadableStream> {
    const limit = { clock: options.clock, what: `Docker's ${what}`, signal };
    return openStream(limit, (abortSignal) => open(abortSignal).catch(rethrow));
  }

  return {
    project: options.project,
    version: (signal) =>
      call('version', signal, async (abortSignal) => (await docker.version({ abortSignal })).Version),
    containers: (signal) =>
      call('list', signal, async (abortSignal) =>
        newestByService(
          await docker.listContainers({ all: true, filters: { label: ofProject }, abortSignal }),
        ),
      ),
    inspect: (id, signal) =>
      call('inspect', signal, (abortSignal) => docker.getContainer(id).inspect({ abortSignal })),
    hasImage: (name, signal) =>
      call('image', signal, async (abortSignal) => {
        try {
          await inspectImage(docker, name, abortSignal);
          return true;
        } catch (error) {
          if (statusOf(error) === 404) return false;
          throw error;
        }
      }),
    start: (id, signal) =>
      call(
        'start',
        signal,
        (abortSignal) => unlessDone(docker.getContainer(id).start({ abortSignal })),
        START_LIMIT_MS,
      ),
    stop: (id, graceSec, signal) =>
      call(
        'stop',
        signal,
        (abortSignal) => unlessDone(docker.getContainer(id).stop({ t: graceSec, abortSignal })),
        graceSec * 1_000 + STOP_MARGIN_MS,
      ),
    unpause: (id, signal) =>
      call('unpause', signal, (abortSignal) => unlessDone(docker.getContainer(id).unpause({ abortSignal }))),
    logs: (id, { tail, sinceMs }, signal) =>
      call('logs', signal, (abortSignal) => {
        const since = sinceMs === undefined ? {} : { since: sinceMs / 1_000 };
        return docker
          .getContainer(id)
          .logs({ stdout: true, stderr: true, timestamps: true, follow: false, tail, abortSignal, ...since });
      }),
    followLogs: (id, { sinceMs }, signal) =>
      stream('log', signal, (abortSignal) => {
        const since = sinceMs === undefined ? {} : { since: sinceMs / 1_000 };
        const asked = { stdout: true, stderr: true, timestamps: true, follow: true, ...since } as const;
        return docker.getContainer(id).logs({ ...asked, abortSignal });
      }),
    stats: (id, signal) =>
      call('stats', signal, (abortSignal) => {
        const oneSample = { stream: false, 'one-shot': true, abortSignal } as const;
        return docker.getContainer(id).stats(oneSample);
      }),
    signalsSent: (id, { sinceMs, untilMs }, signal) =>
      call('events', signal, async (abortSignal) => {
        const filters = { type: ['container' as const], container: [id], event: ['kill'] };
        const between = { since: sinceMs / 1_000, until: untilMs / 1_000 };
        const signals: string[] = [];
        await readLines(await docker.getEvents({ filters, ...between, abortSignal }), (line) =>
          signals.push(parseEvent(line)?.signal ?? ''),
        );
        return signals;
      }),
    events: (signal) =>
      stream('event stream', signal, (abortSignal) => {
        const filters = { type: ['container' as const], label: ofProject, event: EVENTS };
        return docker.getEvents({ filters, abortSignal });
      }),
  };
}

function newestByService(containers: readonly Docker.ContainerInfo[]): ReadonlyMap<string, string> {
  const lasting = containers.filter(({ Labels }) => Labels['com.docker.compose.oneoff'] !== 'True');
  // `Created` has whole seconds; among equal ones the engine lists the newest first.
  const oldestFirst = lasting.reverse().sort((one, other) => one.Created - other.Created);
  return new Map(oldestFirst.map(({ Id, Labels }) => [Labels['com.docker.compose.service'] ?? '', Id]));
}

/** As its `inspect` of an image asks, which does not hand the signal on. */
function inspectImage(docker: Docker, name: string, abortSignal: AbortSignal): Promise<unknown> {
  const statusCodes = { 200: true, 404: 'no such image', 500: 'server error' } as const;
  const asked = { path: `/images/${name}/json`, method: 'GET', abortSignal, statusCodes };
  return new Promise((resolve, reject) => {
    docker.modem.dial(asked, (error, image) => {
      if (error === null) resolve(image);
      else reject(error);
    });
  });
}

/** False for 304, that it already is as asked; dockerode throws it. */
async function unlessDone(work: Promise<unknown>): Promise<boolean> {
  try {
    await work;
    return true;
  } catch (error) {
    if (statusOf(error) !== 304) throw error;
    return false;
  }
}

function rethrow(error: unknown): never {
  const status = statusOf(error);
  if (status === undefined || !(error instanceof Error)) throw error;
  throw new EngineError(status, error.message, error);
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
    ? error.statusCode
    : undefined;
}
