import { CodedError } from '../../../../platform/errors.ts';
import type { RequestContext } from '../../../../platform/request-context.ts';
import {
  COMPLETIONS_PATH,
  type CompletionEvent,
  type CompletionMessage,
  type CompletionRequest,
  type CompletionToolCall,
} from '../../../../schema/completion.ts';
import { toCompletionMessages } from '../../sessions/context/to-completion.ts';
import type { AnswerJob, AnswerParts } from '../answer.ts';
import type { Viewers } from '../viewers.ts';
import type { ServedRounds } from '../served-rounds.ts';
import type { ShownEvent } from '../shown-text.ts';

/** After so many rounds of tools the engine is offered none, and has to answer. */
export const MAX_TOOL_ROUNDS = 4;
/** Of all rounds of one answer. Further ones are not run, and the engine is told so. */
const MAX_TOOL_CALLS = 8;

export type Finished = Omit<Extract<CompletionEvent, { type: 'finished' }>, 'attempts' | 'decision'>;
export type Failed = Extract<CompletionEvent, { type: 'failed' }>;

/**
 * One answer of an engine, with the tools it asks for run in between. Its content is the text of all rounds. Rejects where switch
 * itself does not answer, and with the reason of the job's signal; `rounds` has then what the rounds before brought.
 */
export async function completeWithTools(
  job: AnswerJob,
  parts: AnswerParts,
  viewers: Viewers,
): Promise<Finished | Failed> {
  const { context } = job;
  const { show, seen, rounds } = viewers;
  const history = toCompletionMessages(await parts.store.contextOf(job));
  let callsRun = 0;
  for (let round = 0; ; round += 1) {
    const isLast = round >= MAX_TOOL_ROUNDS || callsRun >= MAX_TOOL_CALLS;
    const request = {
      // Each round is a call of its own.
      messageId: round === 0 ? job.messageId : `${job.messageId}.${round}`,
      messages: [...history, ...rounds.exchange],
      ...(isLast ? {} : { tools: [...parts.tools.offered] }),
      // Who began goes on: only it understands its own calls and thoughts.
      engine: rounds.joined?.engine ?? job.engine,
      allowFallback: job.allowFallback,
    };
    const ended = await readRound(request, parts, context, show);
    seen.roundEnded(ended);
    if (ended.type === 'failed') return ended;
    const joined = rounds.add(ended);
    if (ended.toolCalls.length === 0 || isLast) return joined;
    const exchange = [askedFor(ended)];
    for (const call of ended.toolCalls) {
      const told =
        callsRun < MAX_TOOL_CALLS ? await runCall(call, job, parts, context, show, rounds) : TOO_MANY;
      callsRun += 1;
      exchange.push({ role: 'tool', toolCallId: call.id, content: told });
    }
    // Engines refuse calls without their results.
    rounds.exchanged(exchange);
  }
}

const TOO_MANY = JSON.stringify({ error: `no more than ${MAX_TOOL_CALLS} calls are run for one answer` });

async function readRound(
  request: CompletionRequest,
  parts: AnswerParts,
  context: RequestContext,
  show: (event: ShownEvent) => void,
): Promise<Extract<CompletionEvent, { type: 'finished' | 'failed' }>> {
  for await (const event of parts.completions.complete(request, context)) {
    context.signal.throwIfAborted();
    if (event.type === 'finished' || event.type === 'failed') return event;
    show(event);
  }
  const problem = 'the stream ended before the answer';
  const facts = { service: 'switch', url: COMPLETIONS_PATH, problem };
  throw new CodedError('SERVICE_UNREACHABLE', facts, new Error(problem));
}

async function runCall(
  call: CompletionToolCall,
  job: AnswerJob,
  parts: AnswerParts,
  context: RequestContext,
  show: (event: ShownEvent) => void,
  rounds: ServedRounds,
): Promise<string> {
  const { proposal, told, ...outcome } = await parts.tools.run(call, context);
  const toolCall = await parts.recordToolCall({ messageId: job.messageId, tool: call.name, ...outcome });
  if (proposal !== null) rounds.propose(proposal);
  show({ type: 'tool-call', toolCall });
  return told;
}

function askedFor({
  content,
  toolCalls,
  reasoning,
}: Extract<CompletionEvent, { type: 'finished' }>): CompletionMessage {
  const thought = reasoning === null ? {} : { reasoning };
  return { role: 'assistant', content, toolCalls, ...thought };
}
