import type { FormattedExecutionResult } from 'graphql';

/** One event as every subscriber of its stream gets it: completed, shaped and masked once, and written as JSON at most once. */
export class EventMessage {
  readonly result: FormattedExecutionResult;
  /** Where the stream continues after it; undefined where the event tells none. */
  readonly cursor: unknown;
  /** Tells of now instead of a change. */
  readonly isSnapshot: boolean;
  /** Of a state stream: a later message of the same key makes this one worthless. */
  readonly key: string | undefined;
  #json: Buffer | undefined;

  constructor(
    result: FormattedExecutionResult,
    position: { readonly cursor?: unknown; readonly isSnapshot?: boolean; readonly key?: string | undefined },
  ) {
    this.result = result;
    this.cursor = position.cursor;
    this.isSnapshot = position.isSnapshot ?? false;
    this.key = position.key;
  }

  /** The bytes that all share: nobody may write into them. */
  get json(): Buffer {
    return (this.#json ??= Buffer.from(JSON.stringify(this.result)));
  }

  /** For a subscriber that missed some events before this one, or may have. */
  tellingOf(loss: { readonly dropped: number } | { readonly gap: true }): EventMessage {
    const { cursor, isSnapshot, key } = this;
    const result = { ...this.result, extensions: { ...this.result.extensions, ...loss } };
    return new EventMessage(result, { cursor, isSnapshot, key });
  }
}
