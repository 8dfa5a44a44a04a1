import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { startScriptedEngine, type ScriptedEngine } from './scripted-engine.ts';
import { spawnStack, type SpawnedStack } from './stack.ts';

/** Of the engine `keyed`. */
export const CHAT_KEY = 'sk-this-must-not-be-seen';

const limits = { firstTokenTimeoutMs: 400, idleTimeoutMs: 400, maxConcurrent: 200 };
const settings = {
  first: { limits, breaker: { threshold: 100 }, capabilities: { tools: true, reasoning: true } },
  second: { limits: { maxConcurrent: 200 } },
  impatient: { limits: { idleTimeoutMs: 400 } },
  brief: { limits: { totalTimeoutMs: 2_000 } },
  keyed: { apiKeyEnv: 'OPENAI_API_KEY' },
  limited: {},
  fragile: { breaker: { threshold: 1, coolDownMs: 300 } },
  narrow: { limits: { maxConcurrent: 1, queueTimeoutMs: 60_000 } },
  budgeted: { maxOutputTokens: 5_000, budget: { period: 'month', tokens: 20_000 } },
};
export type ChatEngine = keyof typeof settings;

export interface ChatMessage {
  readonly id: string;
  readonly content: string;
  readonly status: string;
  readonly engine: { readonly id: string } | null;
  readonly attempts: readonly {
    readonly engine: { readonly id: string };
    readonly outcome: string;
    readonly errorCode: string | null;
    readonly totalMs: number | null;
    readonly charactersDiscarded: number | null;
  }[];
  readonly route: { readonly strategy: string; readonly candidates: readonly unknown[] } | null;
}

export const MESSAGE_FIELDS = `id content status engine { id } finishReason error { code } toolCalls { tool status }
  attempts { engine { id } outcome errorCode totalMs charactersDiscarded }
  route { strategy reason candidates { engine { id } eligible why } }`;

export const CHAT_STREAM = `subscription ($id: ID!, $afterSeq: Int) { chatStream(messageId: $id, afterSeq: $afterSeq) { __typename
  ... on ChatSnapshot { seq content } ... on ChatDelta { seq text } ... on ChatRouting { seq }
  ... on ChatRestarted { seq discardedCharacters from { id } to { id } }
  ... on ChatToolCall { seq toolCall { tool status } } ... on ChatFinished { seq message { status content } } } }`;
export interface ChatStreamEvent {
  readonly chatStream: {
    readonly __typename: string;
    readonly seq: number;
    readonly text?: string;
    readonly content?: string;
    readonly discardedCharacters?: number;
  };
}

interface ChatAnswer {
  readonly ok: boolean;
  readonly deduplicated: boolean;
  readonly session: { readonly id: string };
  readonly message: ChatMessage;
}

/** The built server with switch awake as its own process, and scripted engines in this order, of which a test pins the one that it hurts. */
export interface ChatWorld {
  readonly stack: SpawnedStack;
  readonly enginesFile: string;
  readonly engine: (id: ChatEngine) => ScriptedEngine;
  readonly chat: (input: Readonly<Record<string, unknown>>) => Promise<ChatAnswer>;
  close(): Promise<void>;
}

export async function startChatWorld(...ids: readonly ChatEngine[]): Promise<ChatWorld> {
  const engines = new Map<ChatEngine, ScriptedEngine>();
  for (const id of ids) engines.set(id, await startScriptedEngine());
  const folder = mkdtempSync(join(tmpdir(), 'vx11-chat-'));
  const file = join(folder, 'engines.yaml');
  const entries = [...engines].map(([id, { url }]) => ({
    ...{ id, provider: 'openai-compatible', baseUrl: url, model: 'any' },
    ...settings[id],
  }));
  writeFileSync(file, stringify({ strategy: 'ordered', engines: entries }));
  const key = join(folder, 'key');
  writeFileSync(key, `${CHAT_KEY}\n`);
  const stack = await spawnStack({
    env: { VX11_ENGINES: file, OPENAI_API_KEY_FILE: key, LOG_LEVEL: 'debug' },
  });
  await stack.data(
    'mutation { openWindow(input: { services: ["switch"], ttlSec: 600, waitUntilReady: true }) { ok } }',
  );
  return {
    stack,
    enginesFile: file,
    engine(id) {
      const found = engines.get(id);
      if (found === undefined) throw new Error(`no engine ${id}`);
      return found;
    },
    async chat(input) {
      const query = `mutation ($input: ChatInput!) { chat(input: $input) { ok deduplicated session { id } message { ${MESSAGE_FIELDS} } } }`;
      const asked = { message: 'hello', ...input };
      return (await stack.data<{ chat: ChatAnswer }>(query, { input: asked })).chat;
    },
    async close() {
      await stack.close();
      await Promise.all([...engines.values()].map((one) => one.close()));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function eventsOf({ stack }: ChatWorld, id: string): Promise<ChatStreamEvent['chatStream'][]> {
  const stream = stack.subscribe<ChatStreamEvent>(CHAT_STREAM, { id, afterSeq: 0 });
  await stream.until(({ data }) => data?.chatStream.__typename === 'ChatFinished');
  await stream.close();
  return stream.received.flatMap(({ data }) => data?.chatStream ?? []);
}
