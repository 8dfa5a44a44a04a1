import { request } from 'undici';

export interface JsonAnswer {
  readonly status: number;
  /** Null where the status says that there is none. */
  readonly body: unknown;
}

/** One GET on a connection of its own, for servers that are asked seldom. Rejects where no JSON comes, or more of it than the limit; follows no redirect. */
export async function fetchJson(
  url: string,
  options: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly limitBytes: number;
    readonly signal: AbortSignal;
  },
): Promise<JsonAnswer> {
  const { headers = {}, limitBytes, signal } = options;
  const response = await request(url, { headers, signal, reset: true });
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > limitBytes) throw new Error('its answer is too long');
    chunks.push(chunk);
  }
  if (response.statusCode !== 200) return { status: response.statusCode, body: null };
  return { status: 200, body: JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown };
}

/** Why fetchJson rejected, in a few words that name no address. */
export function whyNoJson(error: unknown): string {
  if (error instanceof SyntaxError) return 'it answers something else than JSON';
  if (!(error instanceof Error)) return String(error);
  // The system's codes are short; ours come with a sentence.
  return 'code' in error && typeof error.code === 'string' && !('extensions' in error)
    ? error.code
    : error.message;
}
