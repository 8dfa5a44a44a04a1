import Docker from 'dockerode';
import type { Clock } from '../../../../platform/clock.ts';
import { withDeadline } from '../deadline.ts';

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
  version(signal: AbortSignal): Promise<string>;
  /** Compose services of the project that have a container, with the id of the newest. Tells nothing of their state, which lags here. */
  containers(signal: AbortSignal): Promise<ReadonlyMap<string, string>>;
  inspect(id: string, signal: AbortSignal): Promise<ContainerInspection>;
  /** Starting what runs succeeds. */
  start(id: string, signal: AbortSignal): Promise<void>;
  /** Stopping what does not run succeeds. May answer before the container is gone. */
  stop(id: string, graceSec: number, signal: AbortSignal): Promise<void>;
  unpause(id: string, signal: AbortSignal): Promise<void>;
  logs(
    id: string,
    options: { readonly tail: number; readonly sinceMs: number | undefined },
    signal: AbortSignal,
  ): Promise<Buffer>;
  /** Events of the project's containers, one JSON object a line, until the signal aborts or the engine ends. */
  events(signal: AbortSignal): Promise<NodeJS.ReadableStream>;
}

const CALL_LIMIT_MS = 5_000;
/** Networks and mounts are made inside a start. */
const START_LIMIT_MS = 60_000;
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
  'health_status',
];

export function connectEngine(options: {
  readonly clock: Clock;
  readonly dockerHost: string | undefined;
  readonly project: string;
}): DockerEngine {
  const docker = new Docker(endpointOf(options.dockerHost ?? 'unix:///var/run/docker.sock'));
  const ofProject = [`com.docker.compose.project=${options.project}`];

  function call<T>(
    what: string,
    signal: AbortSignal,
    work: (abortSignal: AbortSignal) => Promise<T>,
    limitMs = CALL_LIMIT_MS,
  ): Promise<T> {
    const limit = { clock: options.clock, limitMs, what: `Docker's ${what}`, signal };
    return withDeadline(limit, (abortSignal) => work(abortSignal).catch(rethrow));
  }

  return {
    version: (signal) => call('version', signal, async () => (await docker.version()).Version),
    containers: (signal) =>
      call('list', signal, async (abortSignal) =>
        newestByService(
          await docker.listContainers({ all: true, filters: { label: ofProject }, abortSignal }),
        ),
      ),
    inspect: (id, signal) =>
      call('inspect', signal, (abortSignal) => docker.getContainer(id).inspect({ abortSignal })),
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
        graceSec * 1_000 + START_LIMIT_MS,
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
    events: async (signal) => {
      const filters = { type: ['container' as const], label: ofProject, event: EVENTS };
      return docker.getEvents({ filters, abortSignal: signal }).catch(rethrow);
    },
  };
}

/** DOCKER_HOST as the docker command takes it, except for TLS and ssh. */
function endpointOf(dockerHost: string): Docker.DockerOptions {
  if (dockerHost.startsWith('unix://')) return { socketPath: dockerHost.slice('unix://'.length) };
  const url = new URL(dockerHost.replace(/^tcp:/, 'http:'));
  return { protocol: 'http', host: url.hostname, port: url.port === '' ? 2375 : url.port };
}

function newestByService(containers: readonly Docker.ContainerInfo[]): ReadonlyMap<string, string> {
  const lasting = containers.filter(({ Labels }) => Labels['com.docker.compose.oneoff'] !== 'True');
  const oldestFirst = lasting.sort((one, other) => one.Created - other.Created);
  return new Map(oldestFirst.map(({ Id, Labels }) => [Labels['com.docker.compose.service'] ?? '', Id]));
}

/** 304: it already is as asked; dockerode throws it. */
async function unlessDone(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (statusOf(error) !== 304) throw error;
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
