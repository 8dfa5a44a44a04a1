import { endpoint } from './endpoint.ts';

export type TokenCheck = 'accepted' | 'refused' | 'unreachable';

const LIMIT_MS = 10_000;

/** Asks the door the smallest of questions. */
export async function checkToken(token: string, signal: AbortSignal): Promise<TokenCheck> {
  try {
    const response = await fetch(endpoint, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-vx11-token': token },
      body: JSON.stringify({ query: '{ __typename }' }),
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    if (response.ok) return 'accepted';
    return response.status === 401 || response.status === 403 ? 'refused' : 'unreachable';
  } catch {
    // No network, no server, or a token that no header can carry.
    return 'unreachable';
  }
}
