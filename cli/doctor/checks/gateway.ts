import { createClient } from '../../../client/node.ts';
import { Vx11Error } from '../../../client/vx11-error.ts';
import type { Clock } from '../../../platform/clock.ts';
import { adviceFor } from '../../exit/advice.ts';
import { ReachedGatewayDocument, type ReachedGatewayQuery } from '../../generated/graphql.ts';
import { isLoopback, type Settings } from '../../settings/settings.ts';
import { fails, ok, skipped, warns, type Check } from '../check.ts';

const ANSWER_LIMIT_MS = 3_000;
/** More than a slow network; enough to confuse deadlines. */
const MOST_SKEW_MS = 2_000;

/** A gateway that answered, and what it says of its components; undefined where it did not take the token. */
export interface ReachedGateway {
  readonly url: string;
  /** On this machine. */
  readonly isHere: boolean;
  readonly services: ReachedGatewayQuery['services'] | undefined;
}

interface Look {
  /** Undefined where none answers. */
  readonly reached: ReachedGateway | undefined;
  readonly checks: readonly Check[];
}

/** Whether the gateway answers, takes the token, and has the same time. */
export async function checkGateway(
  { url, token }: Settings,
  clock: Clock,
  signal: AbortSignal,
): Promise<Look> {
  const client = createClient({ url, token: token() });
  const askedAt = clock.now();
  try {
    const { data } = await client.query(ReachedGatewayDocument, {}, { timeoutMs: ANSWER_LIMIT_MS, signal });
    const middle = (askedAt + clock.now()) / 2;
    const { policy, serverTime, runtime } = data.powerState;
    const skewMs = Math.abs(Date.parse(serverTime) - middle);
    const checks = [
      ok('gateway', `answers at ${url}, policy ${policy}, runtime ${runtime.kind}`),
      ok('token', 'accepted'),
      clockCheck(skewMs),
    ];
    return { reached: reachedAt(url, data.services), checks };
  } catch (error) {
    if (!(error instanceof Vx11Error)) throw error;
    return failed(error, url);
  } finally {
    client.close();
  }
}

function reachedAt(url: string, services: ReachedGateway['services']): ReachedGateway {
  return { url, isHere: isLoopback(new URL(url).hostname), services };
}

function failed(error: Vx11Error, url: string): Look {
  const { code, message, facts } = error;
  const advice = adviceFor(code, facts, url) ?? 'See docs/errors.md.';
  if (code === 'UNAUTHENTICATED' || code === 'FORBIDDEN')
    return {
      reached: reachedAt(url, undefined),
      checks: [ok('gateway', `answers at ${url}`), fails('token', message, advice)],
    };
  const unknown = skipped('token', 'no gateway to ask');
  return {
    reached: undefined,
    checks: [fails('gateway', message, `"npm start" starts one; --url or VX11_URL names another.`), unknown],
  };
}

function clockCheck(skewMs: number): Check {
  if (skewMs <= MOST_SKEW_MS) return ok('clock', 'that of the gateway');
  const found = `${(skewMs / 1_000).toFixed(1)} s from the gateway's`;
  return warns('clock', found, 'Deadlines count on the gateway; set the clocks by NTP on both machines.');
}
