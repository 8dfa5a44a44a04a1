import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';

/** One service of a test's catalog: tests/support/services/http-service.mjs with these arguments. */
export interface TestService {
  readonly name: string;
  readonly port: number;
  /** Arguments of http-service.mjs, such as ['--boot-ms', '300']. */
  readonly args?: readonly string[];
  readonly dependsOn?: readonly string[];
  readonly startTimeoutSec?: number;
  readonly stopGraceSec?: number;
  readonly memoryMb?: number;
  readonly operative?: boolean;
  readonly drift?: {
    readonly stoppedByHand?: 'restart' | 'degrade';
    readonly startedByHand?: 'stop' | 'adopt' | 'ignore';
    readonly adoptTtlSec?: number;
  };
  readonly probe?:
    | { readonly http: string; readonly timeoutMs?: number; readonly expectStatus?: number }
    | { readonly tcp: true };
  /** Its compose service; its own name when absent. */
  readonly dockerService?: string;
  /** In place of http-service.mjs; null: not installed as a process. */
  readonly process?: {
    readonly command: string;
    readonly args?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  } | null;
}

/** Writes a catalog of real services into the folder, the real switch among them where it gets a port. Returns its path. */
export function writeCatalog(
  folder: string,
  content: {
    readonly switchPort?: number;
    readonly switchEnv?: Readonly<Record<string, string>>;
    readonly services?: readonly TestService[];
  },
): string {
  const entries = (content.services ?? []).map((service) => [service.name, entryOf(service)] as const);
  const services = {
    ...(content.switchPort === undefined
      ? {}
      : { switch: switchEntry(content.switchPort, content.switchEnv) }),
    ...Object.fromEntries(entries),
  };
  const file = join(folder, 'catalog.yaml');
  writeFileSync(file, stringify({ services }));
  return file;
}

function entryOf({
  name,
  args = [],
  dockerService = name,
  process,
  probe = { http: '/health' },
  ...rest
}: TestService): object {
  const program =
    process === undefined
      ? { command: 'node', args: ['tests/support/services/http-service.mjs', ...args] }
      : process;
  return {
    ...rest,
    description: `test service ${name}`,
    probe,
    docker: { service: dockerService },
    ...(program === null ? {} : { process: program }),
  };
}

function switchEntry(port: number, env: Readonly<Record<string, string>> = {}): object {
  return {
    description: 'Routes chat to engines',
    port,
    probe: { http: '/health/ready' },
    activity: { http: '/health/activity' },
    startTimeoutSec: 30,
    stopGraceSec: 5,
    process: { command: 'node', args: ['dist/subgraphs/serve.js', 'switch'], env },
    docker: { service: 'switch' },
    subgraph: 'switch',
  };
}
