import type { EngineRecord } from '../registry/engine-record.ts';

/** The engine that asks this model on its server; undefined where none is configured. */
export function engineOfModel(
  model: { readonly name: string; readonly server: string },
  engines: readonly EngineRecord[],
): EngineRecord | undefined {
  return engines.find(
    ({ config }) =>
      config.model === model.name &&
      config.baseUrl !== undefined &&
      hostOf(config.baseUrl) === hostOf(model.server),
  );
}

/** Names of this machine are one. */
function hostOf(url: string): string {
  const { host } = new URL(url);
  return host.replace(/^(localhost|\[::1\])(?=:|$)/, '127.0.0.1');
}
