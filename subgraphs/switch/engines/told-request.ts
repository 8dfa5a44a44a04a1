import type { CompletionMessage } from '../../../schema/completion.ts';
import type { EngineRequest, ReasoningName, ToldRequest } from './engine.ts';

export interface ToldCapabilities {
  readonly tools: boolean;
  readonly reasoning: boolean;
}

/** An engine, as far as it matters for what it is told. */
export interface Listener {
  readonly config: { readonly capabilities: ToldCapabilities };
  /** Under which name it told its thoughts last; null where it told none yet. */
  readonly reasoningName: ReasoningName | null;
}

/**
 * All that an engine is told of a request, as it can take it. Whoever counts, pays or sends one asks here, so what was counted is what is
 * sent: an adapter leaves nothing out and adds nothing.
 */
export function toldRequest(request: EngineRequest, { config, reasoningName }: Listener): ToldRequest {
  const { messages, tools = [], maxOutputTokens } = request;
  const able = config.capabilities;
  return {
    messages: able.tools
      ? messages.map((message) => withTools(message, able.reasoning))
      : messages.flatMap(withoutTools),
    tools: able.tools ? tools : [],
    maxOutputTokens,
    reasoningName: reasoningName ?? 'reasoning_content',
  };
}

function withTools({ reasoning, ...message }: CompletionMessage, takesReasoning: boolean): CompletionMessage {
  return takesReasoning && reasoning !== undefined ? { ...message, reasoning } : message;
}

/** For an engine that knows no tools: what a tool told is still part of the conversation. */
function withoutTools({ role, content, toolCalls = [] }: CompletionMessage): readonly CompletionMessage[] {
  if (role === 'tool') return [{ role: 'user', content: `A tool answered: ${content}` }];
  return content === '' && toolCalls.length > 0 ? [] : [{ role, content }];
}
