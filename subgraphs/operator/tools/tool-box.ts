import { z } from 'zod';
import type { Clock } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { CompletionTool, CompletionToolCall } from '../../../schema/completion.ts';
import type { Proposal, ToolCallStatus } from '../../../schema/generated/operator.ts';
import { boundedJson } from './bounded-json.ts';
import type { Tool } from './tool.ts';

export interface ToolOutcome {
  readonly status: Extract<ToolCallStatus, 'OK' | 'ERROR' | 'DENIED'>;
  /** As parsed, or the engine's own text where it is no JSON. */
  readonly arguments: unknown;
  /** Null where there is none. */
  readonly result: unknown;
  readonly error: string | null;
  readonly durationMs: number;
  readonly proposal: Proposal | null;
  /** JSON for the engine. Of bounded size. */
  readonly told: string;
}

export interface ToolBox {
  /** As engines are shown them. */
  readonly offered: readonly CompletionTool[];
  /** Never rejects but with the reason of the context's signal: what goes wrong is what the engine is told. */
  run(call: CompletionToolCall, context: RequestContext): Promise<ToolOutcome>;
}

export function createToolBox(tools: readonly Tool[], clock: Clock): ToolBox {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  return {
    offered: tools.map(({ name, description, input }) => ({
      name,
      description,
      parameters: z.toJSONSchema(input, { io: 'input' }),
    })),
    async run(call, context) {
      const startedAt = clock.monotonic();
      const ended = await runTool(byName.get(call.name), call, context);
      context.signal.throwIfAborted();
      return { ...ended, durationMs: Math.round(clock.monotonic() - startedAt) };
    },
  };
}

async function runTool(
  tool: Tool | undefined,
  call: CompletionToolCall,
  context: RequestContext,
): Promise<Omit<ToolOutcome, 'durationMs'>> {
  const given = parseJson(call.arguments);
  if (tool === undefined) return failedWith('ERROR', given.value, 'there is no such tool');
  if (!given.isJson) return failedWith('ERROR', given.value, 'the arguments are not JSON');
  const input = tool.input.safeParse(given.value);
  if (!input.success) return failedWith('ERROR', given.value, z.prettifyError(input.error));
  try {
    const { result, proposal = null } = await tool.run(given.value, context);
    const { value, text } = boundedJson(result);
    return { status: 'OK', arguments: given.value, error: null, proposal, result: value, told: text };
  } catch (error) {
    const denied = error instanceof CodedError && error.code === 'FORBIDDEN';
    const problem = error instanceof CodedError ? error.message : 'it failed; the log has the details';
    return failedWith(denied ? 'DENIED' : 'ERROR', given.value, problem);
  }
}

function failedWith(
  status: 'ERROR' | 'DENIED',
  given: unknown,
  error: string,
): Omit<ToolOutcome, 'durationMs'> {
  const { text } = boundedJson({ error });
  return { status, arguments: given, result: null, error, proposal: null, told: text };
}

/** An engine that has no arguments to give may send an empty text. */
function parseJson(text: string): { readonly isJson: boolean; readonly value: unknown } {
  if (text.trim() === '') return { isJson: true, value: {} };
  try {
    return { isJson: true, value: JSON.parse(text) as unknown };
  } catch {
    return { isJson: false, value: text.slice(0, 1_000) };
  }
}
