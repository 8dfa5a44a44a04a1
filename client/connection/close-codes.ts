import { Vx11Error } from '../vx11-error.ts';

/** Close codes that say what was wrong with what was sent: the same again would end the same way. */
const codes: ReadonlyMap<number, string> = new Map([
  [4401, 'UNAUTHENTICATED'],
  [4403, 'FORBIDDEN'],
  [4400, 'BAD_USER_INPUT'],
  [4406, 'BAD_USER_INPUT'],
  [4409, 'BAD_USER_INPUT'],
  [1009, 'PAYLOAD_TOO_LARGE'],
]);

/** What a connection that closed, or never opened, means for its streams. Everything else is a break that may pass. */
export function errorFromClose(event: unknown, url: string): Vx11Error {
  const code = numberIn(event, 'code');
  const reason = textIn(event, 'reason') ?? textIn(event, 'message') ?? 'the connection failed';
  const meaning = code === undefined ? undefined : codes.get(code);
  if (meaning !== undefined)
    return new Vx11Error(meaning, `${url} closed the connection: ${reason} (${code})`, {
      facts: { closeCode: code },
    });
  const how = code === undefined ? '' : ` (${code})`;
  return new Vx11Error('UNREACHABLE', `the connection to ${url} broke: ${reason}${how}`, { cause: event });
}

function numberIn(value: unknown, key: string): number | undefined {
  const found = readOwn(value, key);
  return typeof found === 'number' ? found : undefined;
}

function textIn(value: unknown, key: string): string | undefined {
  const found = readOwn(value, key);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** Fields of events are getters of their class. */
function readOwn(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value
    ? (value as Readonly<Record<string, unknown>>)[key]
    : undefined;
}
