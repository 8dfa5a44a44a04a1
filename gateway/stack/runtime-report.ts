import { z } from 'zod';
import { systemContext } from '../../platform/request-context.ts';
import type { BannerFacts } from '../banner.ts';
import type { Link } from '../links/link.ts';

const answer = z.object({
  powerState: z.object({ runtime: z.object({ kind: z.string(), detail: z.string().nullable() }) }),
});

const LIMIT_MS = 2_000;

/** What starts the components, as madre says; null where it does not answer. */
export async function readRuntime(madre: Link): Promise<BannerFacts['runtime']> {
  try {
    const context = systemContext(AbortSignal.timeout(LIMIT_MS));
    const { data } = await madre.execute({ query: '{ powerState { runtime { kind detail } } }', context });
    return answer.parse(data).powerState.runtime;
  } catch {
    return null;
  }
}
