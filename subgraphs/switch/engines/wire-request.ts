import type { CompletionMessage } from '../../../schema/completion.ts';
import type { ReasoningName, ToldRequest } from './engine.ts';

/** The body of a chat completion as OpenAI's API has it. */
export function toWireRequest(
  model: string,
  { messages, tools, maxOutputTokens, reasoningName }: ToldRequest,
): Readonly<Record<string, unknown>> {
  return {
    model,
    messages: messages.map((message) => toWireMessage(message, reasoningName)),
    stream: true,
    stream_options: { include_usage: true },
    ...(tools.length === 0 ? {} : { tools: tools.map((tool) => ({ type: 'function', function: tool })) }),
    ...(maxOutputTokens === undefined ? {} : { max_tokens: maxOutputTokens }),
  };
}

function toWireMessage(message: CompletionMessage, reasoningName: ReasoningName): object {
  const { role, content, toolCalls = [], toolCallId, reasoning } = message;
  return {
    role,
    content,
    ...(toolCalls.length === 0 ? {} : { tool_calls: toolCalls.map(toWireToolCall) }),
    ...(toolCallId === undefined ? {} : { tool_call_id: toolCallId }),
    ...(reasoning === undefined ? {} : { [reasoningName]: reasoning }),
  };
}

function toWireToolCall(call: { readonly id: string; readonly name: string; readonly arguments: string }) {
  return { id: call.id, type: 'function', function: { name: call.name, arguments: call.arguments } };
}
