import type { Clock } from '../../../platform/clock.ts';
import { withDeadline } from '../../../platform/deadline.ts';
import { fetchJson, whyNoJson } from '../../../platform/http/fetch-json.ts';
import { SUBGRAPH_TOKEN_HEADER } from '../../../platform/graphql/subgraph-http.ts';
import { HERMES_RESOURCES_PATH, hermesResources, type HermesResources } from '../../../schema/hermes.ts';
import { createSettings, type Settings } from '../store/settings.ts';
import type { WriteBehind } from '../store/write-behind.ts';

/** What hermes knows, as far as it can be had now. */
export interface SeenResources {
  readonly state: 'LIVE' | 'CACHED' | 'OFF';
  /** Null where hermes was never seen. */
  readonly resources: HermesResources | null;
  readonly reason: string | null;
}

/** Asking wakes nothing: where hermes does not answer, the last answer counts, with its age. */
export interface HermesClient {
  look(signal: AbortSignal): Promise<SeenResources>;
  /** The last answer, without asking; undefined where hermes was never seen. */
  lastSeen(): Promise<HermesResources | undefined>;
}

const LIMIT_MS = 4_000;
/** Some hundred models take less. */
const LARGEST_ANSWER_BYTES = 1_048_576;
const SETTING = 'hermes';

export function createHermesClient(parts: {
  readonly url: string;
  readonly token: string;
  readonly clock: Clock;
  readonly settings: Settings;
  readonly writes: WriteBehind;
}): HermesClient {
  const { url, token, clock, settings, writes } = parts;
  let latest: HermesResources | undefined;

  async function ask(signal: AbortSignal): Promise<HermesResources> {
    const { status, body } = await fetchJson(`${url}${HERMES_RESOURCES_PATH}`, {
      headers: { [SUBGRAPH_TOKEN_HEADER]: token },
      limitBytes: LARGEST_ANSWER_BYTES,
      signal,
    });
    if (status !== 200) throw new Error(`it answered HTTP ${status}`);
    const read = hermesResources.safeParse(body);
    if (!read.success) throw new Error('it answered something else than resources');
    return read.data;
  }

  async function lastSeen(): Promise<HermesResources | undefined> {
    return latest ?? (await settings.read(SETTING, hermesResources));
  }

  return {
    lastSeen,
    async look(parent) {
      try {
        const limit = { clock, limitMs: LIMIT_MS, what: 'hermes', parent };
        const resources = await withDeadline(limit, ask);
        latest = resources;
        writes.put(SETTING, (db) => createSettings(db).write(SETTING, resources));
        return { state: 'LIVE', resources, reason: null };
      } catch (error) {
        parent.throwIfAborted();
        const known = await lastSeen();
        const reason = `hermes does not answer (${whyNoJson(error)})`;
        if (known !== undefined) return { state: 'CACHED', resources: known, reason };
        return {
          state: 'OFF',
          resources: null,
          reason: `${reason} and was never seen; open a window for it`,
        };
      }
    },
  };
}
