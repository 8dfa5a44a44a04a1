import { graphql } from 'graphql';
import { buildSchema } from '../../platform/graphql/subgraph.ts';
import { readSubgraphSdl } from '../../schema/sdl.ts';
import type { AskMadre } from '../../subgraphs/operator/ports.ts';

export interface ScriptedService {
  readonly name: string;
  readonly kind?: 'CORE' | 'ON_DEMAND';
  readonly state: string;
  readonly reason?: string;
  readonly windows?: readonly string[];
}

/** An AskMadre over madre's real SDL with the state that a test sets, for states that a real madre is hard to bring into. */
export interface ScriptedMadre {
  readonly ask: AskMadre;
  services: readonly ScriptedService[];
  /** Set: every question fails with it. */
  failure: Error | undefined;
  /** True: no question is ever answered. */
  hangs: boolean;
  /** How many questions came. */
  asked: number;
}

export const OBSERVED_AT = '2026-01-01T00:00:00.000Z';

export function createScriptedMadre(...services: readonly ScriptedService[]): ScriptedMadre {
  const schema = buildSchema(readSubgraphSdl('madre'), {});
  const madre: ScriptedMadre = {
    services,
    failure: undefined,
    hangs: false,
    asked: 0,
    async ask({ query, variables }) {
      madre.asked += 1;
      if (madre.failure !== undefined) throw madre.failure;
      if (madre.hangs) return new Promise(() => undefined);
      return graphql({
        schema,
        source: query,
        rootValue: rootOf(madre.services),
        variableValues: variables ?? {},
      });
    },
  };
  return madre;
}

function rootOf(services: readonly ScriptedService[]): object {
  const windows = [...new Set(services.flatMap((service) => service.windows ?? []))];
  return {
    services: services.map(({ name, kind = 'ON_DEMAND', state, reason = null, windows: holders = [] }) => ({
      name,
      kind,
      state,
      reason,
      observedAt: OBSERVED_AT,
      holders: holders.map((id) => ({ window: { id } })),
    })),
    powerState: {
      policy: 'SOLO_MADRE',
      serverTime: OBSERVED_AT,
      activeWindows: windows.map((id) => ({
        id,
        state: 'OPEN',
        openedBy: 'tester',
        ttlRemainingSec: 60,
        services: services.filter((service) => service.windows?.includes(id)).map(({ name }) => ({ name })),
      })),
    },
    featureFlags: [{ key: 'INEE_ENABLED' }],
  };
}
