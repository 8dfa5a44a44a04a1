import { graphql } from 'graphql';
import { buildSchema } from '../../platform/graphql/subgraph.ts';
import { readSubgraphSdl } from '../../schema/sdl.ts';
import type { AskSubgraph } from '../../subgraphs/operator/ports.ts';

/** An AskSubgraph over switch's real SDL, which remembers what it was told and can be away. */
export interface ScriptedSwitchGraph {
  readonly ask: AskSubgraph;
  readonly told: { readonly field: string; readonly args: unknown; readonly actor: string }[];
  /** Set: every question fails with it. */
  failure: Error | undefined;
  /** Set: it is told at once, and answers once this resolves. */
  hold: Promise<void> | undefined;
  /** Why configureEngine and setRoutingStrategy refuse; null: they do what they are told. */
  refusal: string | null;
}

export function createScriptedSwitchGraph(): ScriptedSwitchGraph {
  const schema = buildSchema(readSubgraphSdl('switch'), {});
  const state = { strategy: 'ORDERED', maxConcurrent: 4 };
  const scripted: ScriptedSwitchGraph = {
    told: [],
    failure: undefined,
    hold: undefined,
    refusal: null,
    async ask({ query, variables, context }) {
      if (scripted.failure !== undefined) throw scripted.failure;
      const tell = (field: string, args: unknown, change: () => void) => {
        scripted.told.push({ field, args, actor: context.actor.name });
        if (scripted.refusal !== null) return { ok: false, message: scripted.refusal, correlationId: 'c' };
        change();
        return { ok: true, message: null, correlationId: 'c' };
      };
      const rootValue = {
        engines: [{ id: 'local', state: 'AVAILABLE', limits: { maxConcurrent: state.maxConcurrent } }],
        routePreview: { strategy: state.strategy, candidates: [] },
        recordFeedback: (args: unknown) => tell('recordFeedback', args, () => undefined),
        setRoutingStrategy: (args: { readonly strategy: string }) =>
          tell('setRoutingStrategy', args, () => (state.strategy = args.strategy)),
        configureEngine: (args: { readonly input: { readonly maxConcurrent?: number } }) =>
          tell('configureEngine', args, () => (state.maxConcurrent = args.input.maxConcurrent ?? 4)),
      };
      const answer = await graphql({ schema, source: query, rootValue, variableValues: variables ?? {} });
      await scripted.hold;
      return answer;
    },
  };
  return scripted;
}
