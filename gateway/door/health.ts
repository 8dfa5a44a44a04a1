import { Router } from 'express';
import { tokenFromHeaders, type VerifyToken } from '../../platform/auth.ts';
import type { Clock } from '../../platform/clock.ts';
import type { RootFields } from '../../schema/root-fields.ts';
import { unanswerable } from '../stack/unanswerable.ts';
import { shareReading } from './share-reading.ts';

export type SubgraphHealth =
  | { readonly state: 'ready' }
  /** Off by policy: not a failure. */
  | NotReady<'asleep'>
  | NotReady<'unreachable'>;

interface NotReady<State> {
  readonly state: State;
  /** Of our catalogue, for everybody. */
  readonly code: string;
  /** In words that may be the subgraph's own, and name addresses of the inside. */
  readonly reason: string;
}

/** By subgraph. Must not wake, start or probe anything that is off. */
export type ReadHealth = () => Promise<Readonly<Record<string, SubgraphHealth>>>;

export interface HealthParts {
  readonly readHealth: ReadHealth;
  readonly rootFields: () => RootFields;
  readonly verify: VerifyToken;
  /** Nobody from elsewhere can ask. */
  readonly onLoopback: boolean;
  readonly clock: Clock;
}

/**
 * The only answers given without a token; who has one is also told which root fields cannot be answered now, and in words what is wrong.
 * However many ask, each subgraph is asked once a second at most.
 */
export function serveHealth({ rootFields, verify, onLoopback, clock, ...parts }: HealthParts): Router {
  const readHealth = shareReading(clock, parts.readHealth);
  const router = Router();
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/health/ready', async (request, response) => {
    const subgraphs = await readHealth();
    const ready = Object.values(subgraphs).every(({ state }) => state !== 'unreachable');
    const verdict = verify(tokenFromHeaders(request.headers));
    const isKnown = verdict.verdict === 'ok';
    const isTrusted = onLoopback || (isKnown && verdict.actor.isAnonymous !== true);
    response.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'unready',
      subgraphs: isTrusted ? subgraphs : withoutReasons(subgraphs),
      ...(isKnown ? { unanswerable: unanswerable(rootFields(), subgraphs) } : {}),
    });
  });
  return router;
}

function withoutReasons(subgraphs: Awaited<ReturnType<ReadHealth>>) {
  return Object.fromEntries(
    Object.entries(subgraphs).map(([name, health]) => [
      name,
      health.state === 'ready' ? health : { state: health.state, code: health.code },
    ]),
  );
}
