/** The token itself, or where to get the one of now: asked for each connection, and again when one is refused. */
export type TokenSource = string | (() => string | Promise<string>);

/** Undefined where the client has none. */
export async function readToken(source: TokenSource | undefined): Promise<string | undefined> {
  return typeof source === 'function' ? source() : source;
}
