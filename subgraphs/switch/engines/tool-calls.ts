import { LONGEST_CONTENT_CHARACTERS, type CompletionToolCall } from '../../../schema/completion.ts';
import type { ToolFragment } from './chunk.ts';
import { EngineFailure } from './engine.ts';

const MOST_CALLS = 64;

/** Puts the tool calls of one answer together from their pieces. */
export interface ToolCallGatherer {
  /** Throws an EngineFailure where there are more than can be kept. */
  add(fragment: ToolFragment): void;
  /** In the order of their numbers. Throws an EngineFailure where one has no name. */
  complete(): readonly CompletionToolCall[];
  readonly count: number;
  readonly characters: number;
}

export function gatherToolCalls(): ToolCallGatherer {
  const calls = new Map<number, { id: string; name: string; arguments: string }>();
  let characters = 0;

  /** Servers that send whole calls may leave the number out: then a new id is a new call. */
  function numberOf(fragment: ToolFragment): number {
    if (fragment.index !== undefined) return fragment.index;
    const known = [...calls].find(([, call]) => call.id === fragment.id);
    return known?.[0] ?? (fragment.id ? calls.size : Math.max(0, calls.size - 1));
  }

  return {
    add(fragment) {
      const index = numberOf(fragment);
      const call = calls.get(index) ?? { id: '', name: '', arguments: '' };
      calls.set(index, call);
      const piece = fragment.function?.arguments?.replaceAll('\0', '\uFFFD') ?? '';
      characters += piece.length;
      if (calls.size > MOST_CALLS || characters > LONGEST_CONTENT_CHARACTERS)
        throw new EngineFailure('BAD_RESPONSE', 'it asked for more tool calls than can be kept');
      call.id ||= fragment.id ?? '';
      call.name ||= fragment.function?.name ?? '';
      call.arguments += piece;
    },
    complete: () =>
      [...calls]
        .sort(([left], [right]) => left - right)
        .map(([index, call]) => {
          if (call.name === '') throw new EngineFailure('BAD_RESPONSE', 'it asked for a tool without a name');
          return { ...call, id: call.id === '' ? `call_${index}` : call.id };
        }),
    get count() {
      return calls.size;
    },
    get characters() {
      return characters;
    },
  };
}
