/** What madre tells a sentinel: by the file's time that she lives, by its content what she looks after. */
export interface Heartbeat {
  /** Of the process that is missed, for the log. */
  readonly madrePid: number;
  /** Of the sentinel that madre started last; one with another id ends. Null where she started none. */
  readonly sentinelId: string | null;
  readonly graceSec: number;
  /** Her last word, after she has seen to what ran. */
  readonly isClosed: boolean;
  /** What there is to stop, and with which runtime; null until madre knows. */
  readonly power: GuardedPower | null;
}

export interface GuardedPower {
  readonly runtime: 'DOCKER' | 'PROCESS';
  readonly composeProject: string;
  readonly dockerHost: string | null;
  readonly dockerCertPath?: string;
  readonly services: readonly GuardedService[];
}

export interface GuardedService {
  readonly name: string;
  readonly dependsOn: readonly string[];
  readonly stopGraceSec: number;
  /** Its compose service, where it has a container. */
  readonly dockerService: string | null;
  readonly startedByHand: 'stop' | 'adopt' | 'ignore';
}

/** Undefined where it is not understood. By hand: a schema library would be a quarter of a sentinel's memory. */
export function parseHeartbeat(data: unknown): Heartbeat | undefined {
  return isHeartbeat(data) ? data : undefined;
}

function isHeartbeat(data: unknown): data is Heartbeat {
  return (
    isObject(data) &&
    Number.isInteger(data['madrePid']) &&
    isTextOrNull(data['sentinelId']) &&
    isNumber(data['graceSec']) &&
    data['graceSec'] > 0 &&
    typeof data['isClosed'] === 'boolean' &&
    (data['power'] === null || isPower(data['power']))
  );
}

function isPower(data: unknown): data is GuardedPower {
  return (
    isObject(data) &&
    (data['runtime'] === 'DOCKER' || data['runtime'] === 'PROCESS') &&
    isText(data['composeProject']) &&
    isTextOrNull(data['dockerHost']) &&
    (data['dockerCertPath'] === undefined || isText(data['dockerCertPath'])) &&
    Array.isArray(data['services']) &&
    data['services'].every(isService)
  );
}

function isService(data: unknown): data is GuardedService {
  return (
    isObject(data) &&
    isText(data['name']) &&
    Array.isArray(data['dependsOn']) &&
    data['dependsOn'].every(isText) &&
    isNumber(data['stopGraceSec']) &&
    isTextOrNull(data['dockerService']) &&
    ['stop', 'adopt', 'ignore'].some((each) => each === data['startedByHand'])
  );
}

function isObject(data: unknown): data is Readonly<Record<string, unknown>> {
  return typeof data === 'object' && data !== null;
}

function isText(data: unknown): data is string {
  return typeof data === 'string';
}

function isTextOrNull(data: unknown): data is string | null {
  return data === null || typeof data === 'string';
}

function isNumber(data: unknown): data is number {
  return typeof data === 'number' && Number.isFinite(data);
}
