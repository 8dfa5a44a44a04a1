import type { HermesSettings } from './settings/hermes.ts';
import type { MadreOptions } from './options.ts';

export interface ChildSettings {
  readonly subgraphToken: string;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly redisUrl: string | undefined;
  readonly enginesFile: string | undefined;
  /** By variable name. Only the component that serves switch calls engines, so only it gets them. */
  readonly engineSecrets: Readonly<Record<string, string>>;
  /** Defaults where undefined. */
  readonly hermes?: HermesSettings | undefined;
}

/** What madre's child processes are told. Secrets go to those that need them and to no other. */
export function childEnvironment(settings: ChildSettings): MadreOptions['childEnv'] {
  return ({ name, subgraph, stopGraceSec }) => {
    const all = { LOG_LEVEL: settings.logLevel, VX11_STOP_GRACE_SEC: String(stopGraceSec) };
    if (name === 'hermes') return { ...all, ...hermesEnvironment(settings) };
    if (subgraph === undefined) return all;
    return {
      ...all,
      VX11_SUBGRAPH_TOKEN: settings.subgraphToken,
      VX11_DATA_DIR: settings.dataDir,
      ...(settings.redisUrl === undefined ? {} : { REDIS_URL: settings.redisUrl }),
      ...(subgraph === 'switch' && settings.enginesFile !== undefined
        ? { VX11_ENGINES: settings.enginesFile }
        : {}),
      ...(subgraph === 'switch' ? settings.engineSecrets : {}),
      ...(subgraph === 'switch' && settings.hermes !== undefined ? { HERMES_URL: settings.hermes.url } : {}),
    };
  };
}

/** It serves no subgraph, and answers switch with the same token. */
function hermesEnvironment({ subgraphToken, hermes }: ChildSettings): Record<string, string> {
  return {
    VX11_SUBGRAPH_TOKEN: subgraphToken,
    ...(hermes === undefined
      ? {}
      : {
          VX11_HERMES_TOOLS: hermes.tools.join(',') || 'none',
          VX11_HERMES_SERVERS: hermes.servers.join(',') || 'none',
        }),
  };
}
