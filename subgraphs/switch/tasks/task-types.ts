import { z } from 'zod';
import type { CompletionMessage } from '../../../schema/completion.ts';

/** What a kind of task asks of an engine, and what it makes of the answer. */
export interface TaskType<Payload> {
  readonly payload: z.ZodType<Payload>;
  readonly messages: (payload: Payload) => readonly CompletionMessage[];
  readonly result: (answer: string, payload: Payload) => Readonly<Record<string, unknown>>;
}

const text = z.string().min(1).max(200_000);

const completion: TaskType<{
  readonly messages: readonly { readonly role: 'system' | 'user' | 'assistant'; readonly content: string }[];
}> = {
  payload: z.strictObject({
    messages: z
      .array(z.strictObject({ role: z.enum(['system', 'user', 'assistant']), content: z.string() }))
      .min(1)
      .max(200),
  }),
  messages: ({ messages }) => messages,
  result: (answer) => ({ text: answer }),
};

const summarize: TaskType<{ readonly text: string; readonly maxWords: number }> = {
  payload: z.strictObject({ text, maxWords: z.number().int().min(5).max(2_000).default(100) }),
  messages: ({ text: content, maxWords }) => [
    {
      role: 'system',
      content: `Summarize what the user sends in at most ${maxWords} words, in its own language. Answer with the summary alone.`,
    },
    { role: 'user', content },
  ],
  result: (answer) => ({ summary: answer }),
};

const classify: TaskType<{ readonly text: string; readonly labels: readonly string[] }> = {
  payload: z.strictObject({ text, labels: z.array(z.string().min(1).max(100)).min(2).max(50) }),
  messages: ({ text: content, labels }) => [
    {
      role: 'system',
      content: `Say which one of these labels fits what the user sends best, and nothing else: ${labels.join(', ')}`,
    },
    { role: 'user', content },
  ],
  // An answer that names none of the labels, or several, classifies nothing.
  result: (answer, { labels }) => {
    const named = labels.filter((label) => namesLabel(answer, label));
    return { label: named.length === 1 ? named[0] : null, answer };
  },
};

/** By its name in submitTask. */
export const taskTypes = { completion, classify, summarize };

export type TaskTypeName = keyof typeof taskTypes;

export function isTaskType(name: string): name is TaskTypeName {
  return Object.hasOwn(taskTypes, name);
}

/** The messages for an engine and the reading of its answer; or what is wrong with the payload. */
export function prepareTask(
  name: TaskTypeName,
  payload: unknown,
):
  | {
      readonly messages: readonly CompletionMessage[];
      readonly result: (answer: string) => Readonly<Record<string, unknown>>;
    }
  | { readonly problem: string } {
  switch (name) {
    case 'completion':
      return prepare(completion, payload);
    case 'classify':
      return prepare(classify, payload);
    case 'summarize':
      return prepare(summarize, payload);
  }
}

function prepare<Payload>(type: TaskType<Payload>, payload: unknown): ReturnType<typeof prepareTask> {
  const read = type.payload.safeParse(payload);
  if (!read.success) {
    const problems = read.error.issues.map(
      ({ path, message }) => `payload${path.map((part) => `.${String(part)}`).join('')}: ${message}`,
    );
    return { problem: problems.join('; ') };
  }
  return {
    messages: type.messages(read.data),
    result: (answer) => type.result(answer, read.data),
  };
}

function namesLabel(answer: string, label: string): boolean {
  const escaped = label.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}])${escaped}(?![\\p{L}\\p{N}])`, 'iu').test(answer);
}
