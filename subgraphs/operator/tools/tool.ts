import type { z } from 'zod';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { Proposal } from '../../../schema/generated/operator.ts';

/**
 * Something an engine may ask for. It reads, or makes a proposal; none changes anything. It runs with the rights of who asked the
 * question: what that actor may not read, its engine may not read either.
 */
export interface Tool {
  readonly name: string;
  /** For the engine. */
  readonly description: string;
  /** Checked before it runs; its JSON Schema is what the engine is shown. */
  readonly input: z.ZodType;
  /** `input` has been parsed. Rejects with FORBIDDEN where the actor lacks the scope. */
  run(input: unknown, context: RequestContext): Promise<ToolOutput>;
}

export interface ToolOutput {
  /** JSON: what the engine is told. */
  readonly result: unknown;
  readonly proposal?: Proposal;
}

/** A tool whose parsed input has a type. */
export function defineTool<Input>(tool: {
  readonly name: string;
  readonly description: string;
  readonly input: z.ZodType<Input>;
  run(input: Input, context: RequestContext): Promise<ToolOutput>;
}): Tool {
  return { ...tool, run: (input, context) => tool.run(tool.input.parse(input), context) };
}
