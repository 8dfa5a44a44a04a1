import DataLoader from 'dataloader';
import type { OperatorParts } from './context.ts';
import type { MessageRecord } from './sessions/messages.ts';
import type { SessionRecord } from './sessions/sessions.ts';
import type { SwitchAdjustmentRecord } from './sessions/switch-adjustments.ts';
import type { ToolCallRecord } from './sessions/tool-calls.ts';

interface FirstOf {
  readonly key: string;
  readonly first: number;
}

/** One query for each kind of thing and level of an operation, however many parents ask. */
export interface Loaders {
  readonly session: DataLoader<string, SessionRecord | null>;
  readonly message: DataLoader<string, MessageRecord | null>;
  readonly toolCall: DataLoader<string, ToolCallRecord | null>;
  readonly switchAdjustment: DataLoader<string, SwitchAdjustmentRecord | null>;
  readonly messageCount: DataLoader<string, number>;
  readonly toolCallsOfMessage: DataLoader<string, ToolCallRecord[]>;
  readonly sessionsOfWindow: DataLoader<FirstOf, SessionRecord[], string>;
  readonly messagesOfHost: DataLoader<FirstOf, MessageRecord[], string>;
}

export function createLoaders(parts: OperatorParts): Loaders {
  const { sessions, messages, toolCalls, switchAdjustments } = parts;
  return {
    session: oneEach((ids) => sessions.byIds(ids)),
    message: oneEach((ids) => messages.byIds(ids)),
    toolCall: oneEach((ids) => toolCalls.byIds(ids)),
    switchAdjustment: oneEach((ids) => switchAdjustments.byIds(ids)),
    messageCount: new DataLoader(async (ids) => {
      const counts = await messages.counts(ids);
      return ids.map((id) => counts.get(id) ?? 0);
    }),
    toolCallsOfMessage: new DataLoader(async (ids) => {
      const calls = await toolCalls.ofMessages(ids);
      return ids.map((id) => calls.get(id) ?? []);
    }),
    sessionsOfWindow: firstOfEach((ids, limit) => sessions.ofWindows(ids, limit)),
    messagesOfHost: firstOfEach((names, limit) => messages.newestOfHosts(names, limit)),
  };
}

function oneEach<T>(read: (ids: readonly string[]) => Promise<Map<string, T>>): DataLoader<string, T | null> {
  return new DataLoader(async (ids) => {
    const found = await read(ids);
    return ids.map((id) => found.get(id) ?? null);
  });
}

/** Reads as many of each as the greediest asks for, and gives each its share. */
function firstOfEach<T>(
  read: (keys: readonly string[], limit: number) => Promise<Map<string, T[]>>,
): DataLoader<FirstOf, T[], string> {
  return new DataLoader<FirstOf, T[], string>(
    async (wanted) => {
      const keys = [...new Set(wanted.map(({ key }) => key))];
      const found = await read(keys, Math.max(...wanted.map(({ first }) => first)));
      return wanted.map(({ key, first }) => (found.get(key) ?? []).slice(0, first));
    },
    { cacheKeyFn: ({ key, first }) => `${first} ${key}` },
  );
}
