import type { EnvironmentReader } from '../../platform/configuration/environment.ts';
import { variables } from '../variables.ts';

export interface HermesSettings {
  /** Where hermes listens while it is awake, without a path. */
  readonly url: string;
  /** The programs that it looks for. */
  readonly tools: readonly string[];
  /** The servers that it asks for their models, without a path. */
  readonly servers: readonly string[];
}

const DEFAULT_PORT = 8003;
const usualTools = [
  'node',
  'npm',
  'git',
  'python3',
  'docker',
  'ollama',
  'llama-server',
  'ffmpeg',
  'curl',
  'jq',
];
/** Ollama, llama.cpp, vLLM and LM Studio where nobody gave them another port. */
const usualServers = [11_434, 8_080, 1_234].map((port) => `http://127.0.0.1:${port}`);

/** The same for hermes itself, for switch, and for who starts them. `ports` are those of the catalog. */
export function readHermes(
  reader: EnvironmentReader,
  ports: Readonly<Record<string, number>> = {},
): HermesSettings {
  return {
    url:
      reader.read('HERMES_URL', variables.HERMES_URL) ??
      `http://127.0.0.1:${ports['hermes'] ?? DEFAULT_PORT}`,
    tools: reader.read('VX11_HERMES_TOOLS', variables.VX11_HERMES_TOOLS) ?? usualTools,
    servers: reader.read('VX11_HERMES_SERVERS', variables.VX11_HERMES_SERVERS) ?? usualServers,
  };
}
