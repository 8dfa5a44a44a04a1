import { toDateTime, type Clock } from '../../platform/clock.ts';
import type { HermesResources } from '../../schema/hermes.ts';
import { findTools, type CliTool } from './cli-tools.ts';
import { askServer } from './model-servers.ts';

/** What this machine has for engines and people. Many who ask at once cost one look. */
export interface Resources {
  /** Models as they are now; tools as they were at most a minute ago. */
  look(): Promise<HermesResources>;
  /** Ends a look under way. Idempotent. */
  close(): void;
}

const TOOLS_KEPT_MS = 60_000;

export function createResources(options: {
  readonly tools: readonly string[];
  readonly servers: readonly string[];
  /** As in PATH. */
  readonly path: string;
  readonly clock: Clock;
}): Resources {
  const { tools, servers, path, clock } = options;
  const closing = new AbortController();
  const { signal } = closing;
  let known: { readonly at: number; readonly tools: readonly CliTool[] } | undefined;
  let looking: Promise<HermesResources> | undefined;

  async function lookForTools(): Promise<readonly CliTool[]> {
    if (known !== undefined && clock.monotonic() - known.at < TOOLS_KEPT_MS) return known.tools;
    const found = await findTools(tools, { path, clock, signal });
    known = { at: clock.monotonic(), tools: found };
    return found;
  }

  async function lookNow(): Promise<HermesResources> {
    const observedAt = toDateTime(clock.now());
    const [found, asked] = await Promise.all([
      lookForTools(),
      Promise.all(servers.map((url) => askServer(url, { clock, signal }))),
    ]);
    return {
      observedAt,
      tools: [...found],
      models: asked.flatMap(({ models }) => models),
      servers: asked.map(({ server }) => server),
    };
  }

  return {
    look() {
      looking ??= lookNow().finally(() => (looking = undefined));
      return looking;
    },
    close: () => closing.abort(new Error('hermes stops')),
  };
}
