import type { CompletionMessage } from '../../../schema/completion.ts';
import type { EngineRequest } from './engine.ts';
import { toldRequest } from './told-request.ts';

export interface WireCapabilities {
  readonly tools: boolean;
  readonly reasoning: boolean;
}

/** The body of a chat completion as OpenAI's API has it, without what this engine would refuse. */
export function toWireRequest(
  model: string,
  capabilities: WireCapabilities,
  request: EngineRequest,
): Readonly<Record<string, unknown>> {
  const { tools = [] } = toldRequest(request, capabilities);
  return {
    model,
    messages: request.messages.flatMap((message) => toWireMessages(message, capabilities)),
    stream: true,
    stream_options: { include_usage: true },
    ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
    ...(request.maxOutputTokens === undefined ? {} : { max_tokens: request.maxOutputTokens }),
  };
}

function toWireMessages(message: CompletionMessage, capabilities: WireCapabilities): readonly object[] {
  const { role, content, toolCalls = [], toolCallId, reasoning } = message;
  if (!capabilities.tools) return toPlainMessages(message);
  return [
    {
      role,
      content,
      ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(toWireToolCall) }),
      ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
      ...(capabilities.reasoning && reasoning !== undefined ? { reasoning_content: reasoning } : {}),
    },
  ];
}

/** For an engine that knows no tools: what a tool told is still part of the conversation. */
function toPlainMessages({ role, content, toolCalls = [] }: CompletionMessage): readonly object[] {
  if (role === 'tool') return [{ role: 'user', content: `A tool answered: ${content}` }];
  return content === '' && toolCalls.length > 0 ? [] : [{ role, content }];
}

function toWireToolCall(call: { readonly id: string; readonly name: string; readonly arguments: string }) {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } };
}
