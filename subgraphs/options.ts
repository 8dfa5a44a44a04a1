import type { Bus } from '../platform/bus/bus.ts';
import type { Clock } from '../platform/clock.ts';
import type { Logger } from '../platform/log.ts';
import type { AskSubgraph, ReadRefusedFiles, ReadTraffic } from './operator/ports.ts';
import type { SharedProbes } from './switch/registry/shared-probes.ts';

export interface SubgraphParts {
  readonly clock: Clock;
  readonly log: Logger;
  readonly bus: Bus;
  /** The folder of everything durable; each subgraph keeps its own file in it. */
  readonly dataDir: string;
}

export interface MadreOptions extends SubgraphParts {
  /** VX11_CATALOG; the shipped catalog when undefined. */
  readonly catalogFile: string | undefined;
  readonly runtime: 'auto' | 'docker' | 'process' | 'memory';
  readonly composeProject: string;
  /** DOCKER_HOST; the engine's default socket when undefined. */
  readonly dockerHost: string | undefined;
  /** DOCKER_CERT_PATH: a folder with ca.pem, cert.pem and key.pem, for an engine that is reached by TLS. */
  readonly dockerCertPath?: string | undefined;
  readonly memoryBudgetMb: number | undefined;
  /**
   * What stops overdue services while madre is away: a process that she starts, or one that somebody runs apart. She is away when her
   * heartbeat is silent for graceSec. None at all when undefined.
   */
  readonly sentinel?: { readonly run: 'child' | 'apart'; readonly graceSec: number };
  /** Environment handed to the catalog's processes, beside their own; `subgraph` is what the service serves, if any. */
  readonly childEnv: (service: {
    readonly name: string;
    readonly stopGraceSec: number;
    readonly subgraph: string | undefined;
  }) => Readonly<Record<string, string>>;
  /** madre's own environment, of which the catalog's processes get no more than PATH, HOME, TZ, LANG and NODE_ENV; nothing without it. */
  readonly hostEnv?: Readonly<Record<string, string | undefined>>;
  /** How the core looks from where madre runs. Called at each observation; must not wait. */
  readonly observeCore: () => Readonly<Record<CoreService, CoreObservation>>;
}

export type CoreService = 'tentaculo_link' | 'madre' | 'redis';
export interface CoreObservation {
  readonly state: 'READY' | 'UNHEALTHY' | 'MISSING' | 'UNKNOWN';
  /** A ServiceReason of the schema, where the state needs one. */
  readonly reason?: 'NOT_INSTALLED' | 'PROBE_FAILED' | 'RUNTIME_UNAVAILABLE';
}

export interface OperatorOptions extends SubgraphParts {
  readonly askMadre: AskSubgraph;
  /** Asked only while madre reports switch READY. */
  readonly askSwitch: AskSubgraph;
  /** What the gateway in this process counts; metrics are not known where it is elsewhere. */
  readonly readTraffic?: ReadTraffic | undefined;
  /** What switch cannot use of its files is not known without it. Asked only while madre reports switch READY. */
  readonly readRefusedFiles?: ReadRefusedFiles | undefined;
  /** Where switch listens while it is awake, without a path. */
  readonly switchUrl: string;
  readonly subgraphToken: string;
}

export interface SwitchOptions extends SubgraphParts {
  /** VX11_ENGINES; when undefined, the engines whose keys are set in `secrets`. */
  readonly enginesFile: string | undefined;
  /** Values of the variables that engines may name as apiKeyEnv. */
  readonly secrets: (variable: string) => string | undefined;
  /** The file that a variable's value is in, where it is in one: it is read again when it changes. */
  readonly secretFile?: (variable: string) => string | undefined;
  /** Where hermes listens while it is awake, without a path. */
  readonly hermesUrl: string;
  /** Shown to hermes. */
  readonly subgraphToken: string;
  /** Shared with other switches; this one alone where undefined. */
  readonly probes?: SharedProbes | undefined;
}
