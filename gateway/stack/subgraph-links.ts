import type { Bus } from '../../platform/bus/bus.ts';
import type { Clock } from '../../platform/clock.ts';
import { createExecutor } from '../../platform/graphql/execute.ts';
import type { Lifecycle } from '../../platform/lifecycle.ts';
import type { Logger } from '../../platform/log.ts';
import type { Readiness, Subgraph } from '../../platform/graphql/subgraph.ts';
import type { RefusedFile } from '../../schema/refused-files.ts';
import type { SubgraphName } from '../../schema/sdl.ts';
import {
  childEnvironment,
  createSubgraph,
  refusedFilesOverHttp,
  type MadreOptions,
  type OperatorOptions,
} from '../../subgraphs/index.ts';
import type { Config } from '../config.ts';
import { followDirectory, type Directory } from '../directory.ts';
import { guardLink } from '../links/asleep/guarded.ts';
import type { Link } from '../links/link.ts';
import { createLocalLink } from '../links/local.ts';
import { refreshAfterMutation } from '../links/refreshing.ts';
import { createRemoteLink } from '../links/remote/remote.ts';

export interface SubgraphLinks {
  readonly links: Readonly<Record<SubgraphName, Link>>;
  readonly directory: Directory;
  /** The component behind each subgraph that may sleep. */
  readonly components: Readonly<Record<string, string>>;
  /** Of the subgraphs inside this process. */
  readonly embedded: Readonly<Partial<Record<SubgraphName, () => Readiness>>>;
  /** What switch cannot use of its files; undefined where it sleeps, or does not say. Never rejects. */
  readonly readRefusedFiles: () => Promise<readonly RefusedFile[] | undefined>;
}

interface Parts {
  readonly config: Config;
  readonly subgraphToken: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly bus: Bus;
  readonly observeCore: MadreOptions['observeCore'];
  readonly lifecycle: Lifecycle;
  readonly readTraffic: OperatorOptions['readTraffic'];
}

/** Where switch listens unless the configuration or the catalog says otherwise. */
const SWITCH_PORT = 8002;
/** madre inside this process reports at once; one elsewhere may be late, and the door opens without it. */
const FIRST_REPORT_LIMIT_MS = 3_000;

/** The way to each subgraph: into this process, or over the network where a URL says so. switch sleeps, so its link is guarded. */
export async function openSubgraphLinks(parts: Parts): Promise<SubgraphLinks> {
  const { config, clock, log, lifecycle } = parts;
  const embedded: Partial<Record<SubgraphName, () => Readiness>> = {};

  async function open(name: SubgraphName, create: () => Promise<Subgraph>): Promise<Link> {
    const url = config.remoteUrls[name];
    if (url !== undefined) return openRemote(parts, name, url);
    const subgraph = await create();
    lifecycle.add(name, () => subgraph.close());
    embedded[name] = () => subgraph.readiness();
    const link = createLocalLink(name, createExecutor(subgraph, log));
    lifecycle.add(`link to ${name}`, () => link.close());
    return link;
  }

  const madre = await open('madre', () => createSubgraph('madre', madreOptions(parts)));
  const switchUrl =
    config.remoteUrls.switch ?? `http://127.0.0.1:${config.componentPorts['switch'] ?? SWITCH_PORT}`;
  const directory = await followDirectory({ madre, clock, log, startLimitMs: FIRST_REPORT_LIMIT_MS });
  lifecycle.add('directory', () => directory.close());
  const guarded = guardLink('switch', openRemote(parts, 'switch', switchUrl), directory);
  const readRefusedFiles = refusedFilesOverHttp({ switchUrl, subgraphToken: parts.subgraphToken });
  const operator = await open('operator', () =>
    createSubgraph('operator', {
      ...shared(parts, 'operator'),
      askMadre: (request) => madre.execute(request),
      askSwitch: (request) => guarded.execute(request),
      readRefusedFiles,
      switchUrl,
      subgraphToken: parts.subgraphToken,
      readTraffic: parts.readTraffic,
    }),
  );
  return {
    links: { madre: refreshAfterMutation(madre, () => directory.refresh()), operator, switch: guarded },
    directory,
    components: { switch: 'switch' },
    embedded,
    async readRefusedFiles() {
      if (!directory.isReady('switch')) return undefined;
      return readRefusedFiles(new AbortController().signal).catch(() => undefined);
    },
  };
}

function openRemote(
  { config, subgraphToken, clock, lifecycle }: Parts,
  service: SubgraphName,
  url: string,
): Link {
  const link = createRemoteLink({
    service,
    url,
    subgraphToken,
    tls: config.subgraphTls,
    clock,
    limitMs: config.limits.mutationDeadlineMs,
  });
  lifecycle.add(`link to ${service}`, () => link.close());
  return link;
}

function madreOptions(parts: Parts): MadreOptions {
  const { config, subgraphToken } = parts;
  return {
    ...shared(parts, 'madre'),
    catalogFile: config.catalogFile,
    runtime: config.runtime,
    composeProject: config.composeProject,
    dockerHost: config.dockerHost,
    dockerCertPath: config.dockerCertPath,
    memoryBudgetMb: config.memoryBudgetMb,
    sentinel: config.sentinel,
    childEnv: childEnvironment({ ...config, subgraphToken }),
    hostEnv: config.hostEnv,
    observeCore: parts.observeCore,
  };
}

function shared({ config, clock, log, bus }: Parts, component: SubgraphName) {
  return { clock, bus, dataDir: config.dataDir, log: log.child({ component }) };
}
