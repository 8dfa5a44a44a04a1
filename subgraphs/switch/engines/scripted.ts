import type { ScriptedAnswer } from '../configuration/engine-config.ts';
import { EngineFailure, type Engine, type ToldRequest } from './engine.ts';
import { estimateUsage } from './token-estimate.ts';

/** Stands before every text, so that it can never pass for a model's. */
const LABEL = '[scripted] ';

/** Recites a script of the engines file; for trying out what surrounds an engine. Calls nobody. */
export function createScriptedEngine(script: readonly ScriptedAnswer[]): Engine {
  return {
    async *stream(request, signal) {
      signal.throwIfAborted();
      const answer = LABEL + recite(script, request);
      for (const text of answer.match(/\S+\s*/g) ?? []) {
        yield { type: 'content', text };
        signal.throwIfAborted();
      }
      yield {
        type: 'end',
        finishReason: 'STOP',
        toolCalls: [],
        usage: estimateUsage(request, answer.length),
      };
    },
    close: () => Promise.resolve(),
  };
}

function recite(script: readonly ScriptedAnswer[], { messages }: ToldRequest): string {
  const asked = messages.at(-1)?.content.toLowerCase() ?? '';
  const found = script.find(({ match }) => match === undefined || asked.includes(match.toLowerCase()));
  if (found === undefined) throw new EngineFailure('REFUSED', 'its script has no answer to this');
  return found.text;
}
