import type { EngineConfig } from '../configuration/engine-config.ts';
import type { EngineRequest } from '../engines/engine.ts';
import { toldRequest, type ToldCapabilities } from '../engines/told-request.ts';
import { estimatePromptTokens, mostPromptTokens } from '../engines/token-estimate.ts';
import { mostBilled, type PromptRatio } from './prompt-ratio.ts';
import type { Amount } from './spending.ts';

/** What one conversation takes of an engine. */
export interface Need {
  /** As estimated. */
  readonly promptTokens: number;
  /** More it cannot have, of itself; 0 where nobody counts. */
  readonly mostPrompt: number;
  /** The most that it can cost, as this engine bills; nothing where the engine has no budget, as nobody counts. */
  readonly most: Amount;
}

interface BillingEngine {
  readonly config: EngineConfig;
  readonly promptRatio: PromptRatio;
}

export function needOf(request: EngineRequest): (engine: BillingEngine | undefined) => Need {
  const measure = measured(request);
  return (engine) => {
    const { promptTokens, mostPrompt } = measure(engine?.config.capabilities ?? EVERYTHING);
    if (engine === undefined || engine.config.budget === null)
      return { promptTokens, mostPrompt: 0, most: { usd: 0, tokens: 0 } };
    const { price = { input: 0, output: 0 }, maxOutputTokens: output = 0 } = engine.config;
    const input = mostBilled(mostPrompt, engine.promptRatio);
    const usd = (input * price.input + output * price.output) / 1_000_000;
    return { promptTokens, mostPrompt, most: { usd, tokens: input + output } };
  };
}

interface Measure {
  readonly promptTokens: number;
  readonly mostPrompt: number;
}

const EVERYTHING: ToldCapabilities = { tools: true, reasoning: true };

/** Engines that are told the same are measured once: a conversation may be long, and they many. */
function measured(request: EngineRequest): (able: ToldCapabilities) => Measure {
  const known = new Map<string, Measure>();
  return ({ tools, reasoning }) => {
    const key = `${tools} ${reasoning}`;
    const measure = known.get(key) ?? measureOf(request, { tools, reasoning });
    known.set(key, measure);
    return measure;
  };
}

function measureOf(request: EngineRequest, capabilities: ToldCapabilities): Measure {
  // Names of the protocol are not counted.
  const told = toldRequest(request, { config: { capabilities }, reasoningName: null });
  return { promptTokens: estimatePromptTokens(told), mostPrompt: mostPromptTokens(told) };
}
