import { z } from 'zod';

/** What the engine tells of a container. */
export interface EngineEvent {
  readonly action: string;
  /** The compose service; undefined where the container has none. */
  readonly service: string | undefined;
  /** With `kill`: its number, as text. */
  readonly signal: string | undefined;
}

const form = z.object({
  Action: z.string(),
  Actor: z.object({ Attributes: z.record(z.string(), z.string()) }),
});

/** Undefined for a line that is not understood. */
export function parseEvent(line: string): EngineEvent | undefined {
  const { data } = form.safeParse(parseJson(line));
  if (data === undefined) return undefined;
  const attributes = data.Actor.Attributes;
  return {
    action: data.Action,
    service: attributes['com.docker.compose.service'],
    signal: attributes['signal'],
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
