import type { MadreOptions } from './options.ts';

export interface ChildSettings {
  readonly subgraphToken: string;
  readonly dataDir: string;
  readonly logLevel: string;
  readonly redisUrl: string | undefined;
  readonly enginesFile: string | undefined;
  /** By variable name. Only the component that serves switch calls engines, so only it gets them. */
  readonly engineSecrets: Readonly<Record<string, string>>;
}

/** What madre's child processes are told. Secrets go to those that need them and to no other. */
export function childEnvironment(settings: ChildSettings): MadreOptions['childEnv'] {
  return ({ subgraph, stopGraceSec }) => {
    const all = { LOG_LEVEL: settings.logLevel, VX11_STOP_GRACE_SEC: String(stopGraceSec) };
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
    };
  };
}
