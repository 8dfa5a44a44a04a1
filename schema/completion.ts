import { z } from 'zod';

/**
 * What operator asks of switch: POST /internal/completions on switch's port, with the subgraph token.
 * The answer is one CompletionEvent per line (application/x-ndjson) and ends with `finished` or `failed`.
 * Closing the request cancels the engine's call. How long an answer may take is switch's affair, which limits each of its waits:
 * while it is at work it says so with an empty line.
 */
export const COMPLETIONS_PATH = '/internal/completions';

/** From one sign of life of switch to the next. */
export const HEARTBEAT_MS = 5_000;

/** Without one for so long switch is gone, although its socket is not: a machine that froze, a cable. */
export const SILENCE_LIMIT_MS = 30_000;

/** The most content of one answer; one that is longer ends there with LENGTH. Reasoning, and the arguments of all calls of tools, have the same bound. */
export const LONGEST_CONTENT_CHARACTERS = 160_000;

/** The most of one event: those three, each character escaped as six, and all else. */
export const LONGEST_LINE_CHARACTERS = 3 * 6 * LONGEST_CONTENT_CHARACTERS + 120_000;

/** A call of a tool that an engine asks for. `arguments` is the JSON text as the engine wrote it: not checked, perhaps not even JSON. */
const toolCall = z.object({ id: z.string().min(1), name: z.string().min(1), arguments: z.string() });

const message = z.object({
  role: z.enum(['system', 'user', 'assistant', 'tool']),
  content: z.string(),
  /** Of an assistant's message that asked for tools. */
  toolCalls: z.array(toolCall).optional(),
  /** Of a tool's message: the call it answers. */
  toolCallId: z.string().optional(),
  /** What the engine thought before an assistant's message; engines that think and use tools want it back. */
  reasoning: z.string().optional(),
});

const tool = z.object({
  name: z.string().min(1),
  description: z.string(),
  /** A JSON Schema of the arguments. */
  parameters: z.record(z.string(), z.unknown()),
});

export const completionRequest = z.object({
  /** Of the answer being made: two requests with one id are one call. */
  messageId: z.string().min(1),
  messages: z.array(message).min(1),
  /** What the engine may ask for; an engine without tools gets none of them. */
  tools: z.array(tool).optional(),
  /** Pins one engine; null lets the router choose. */
  engine: z.string().nullable(),
  allowFallback: z.boolean(),
});

const attempt = z.object({
  engine: z.string(),
  order: z.number().int(),
  outcome: z.enum([
    'SERVED',
    'SKIPPED_CIRCUIT_OPEN',
    'SKIPPED_OFF',
    'SKIPPED_NO_CREDENTIALS',
    'SKIPPED_BUDGET',
    'SKIPPED_CONTEXT',
    'SKIPPED_QUEUE_FULL',
    'FAILED_BEFORE_FIRST_TOKEN',
    'FAILED_MID_STREAM',
    'TIMED_OUT',
    'CANCELLED',
  ]),
  errorCode: z.string().nullable(),
  firstTokenMs: z.number().int().nullable(),
  totalMs: z.number().int().nullable(),
  charactersDiscarded: z.number().int().nullable(),
  startedAt: z.iso.datetime(),
});

/** Why this engine: every candidate with its reason, in the order they would be tried. Kept with the answer. */
const decision = z.object({
  strategy: z.enum(['ORDERED', 'WEIGHTED_SCORE', 'LOWEST_LATENCY', 'BANDIT', 'PINNED']),
  reason: z.string(),
  candidates: z.array(
    z.object({ engine: z.string(), eligible: z.boolean(), score: z.number(), why: z.string() }),
  ),
});

const usage = z.object({
  promptTokens: z.number().int(),
  completionTokens: z.number().int(),
  reasoningTokens: z.number().int().nullable(),
  totalTokens: z.number().int(),
  estimated: z.boolean(),
  costUsd: z.number().nullable(),
});

export const completionEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('routing'),
    engine: z.string(),
    attempt: z.number().int(),
    why: z.string(),
    /** Told before the end too, for an answer that has none: whoever asks may lose switch, or be killed. */
    decision: decision.optional(),
    /** Those before this one. */
    attempts: z.array(attempt).optional(),
  }),
  z.object({ type: z.literal('delta'), text: z.string(), reasoning: z.boolean() }),
  z.object({
    type: z.literal('restarted'),
    from: z.string(),
    to: z.string().nullable(),
    discardedCharacters: z.number().int(),
    reason: z.string(),
  }),
  z.object({
    type: z.literal('finished'),
    engine: z.string(),
    /** The component that hosts the engine, where it is a local one. */
    service: z.string().nullable(),
    content: z.string(),
    /** What it thought, where the engine tells; at most as long as content may be. */
    reasoning: z.string().nullable(),
    /** Not empty with finishReason TOOL_CALLS: run them and complete again. */
    toolCalls: z.array(toolCall),
    usage: usage.nullable(),
    finishReason: z.enum(['STOP', 'LENGTH', 'TOOL_CALLS', 'CONTENT_FILTER']),
    firstTokenMs: z.number().int(),
    totalMs: z.number().int(),
    attempts: z.array(attempt),
    decision,
  }),
  z.object({
    type: z.literal('failed'),
    code: z.enum([
      'RATE_LIMITED',
      'ENGINE_UNAVAILABLE',
      'FIRST_TOKEN_TIMEOUT',
      'IDLE_TIMEOUT',
      'TOTAL_TIMEOUT',
      'ENGINE_REFUSED',
      'CANCELLED',
      'INTERNAL',
    ]),
    /** For people: names the engines tried and why each failed. No key, no URL with credentials. */
    message: z.string(),
    retryable: z.boolean(),
    retryAfterSec: z.number().int().nullable(),
    attempts: z.array(attempt),
    /** Null where it failed before engines were considered. */
    decision: decision.nullable(),
  }),
]);

export type CompletionRequest = z.infer<typeof completionRequest>;
export type CompletionEvent = z.infer<typeof completionEvent>;
export type CompletionAttempt = z.infer<typeof attempt>;
export type CompletionDecision = z.infer<typeof decision>;
export type CompletionMessage = z.infer<typeof message>;
export type CompletionToolCall = z.infer<typeof toolCall>;
export type CompletionTool = z.infer<typeof tool>;
