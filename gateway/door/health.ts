import { Router } from 'express';
import { tokenFromHeaders, type VerifyToken } from '../../platform/auth.ts';
import type { RootFields } from '../../schema/root-fields.ts';
import { unanswerable } from '../stack/unanswerable.ts';

export type SubgraphHealth =
  | { readonly state: 'ready' }
  /** Off by policy: not a failure. */
  | { readonly state: 'asleep'; readonly reason: string }
  | { readonly state: 'unreachable'; readonly reason: string };

/** By subgraph. Must not wake, start or probe anything that is off. */
export type ReadHealth = () => Promise<Readonly<Record<string, SubgraphHealth>>>;

export interface HealthParts {
  readonly readHealth: ReadHealth;
  readonly rootFields: () => RootFields;
  readonly verify: VerifyToken;
}

/** The only answers given without a token; who has one is also told which root fields cannot be answered now. */
export function serveHealth({ readHealth, rootFields, verify }: HealthParts): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/health/ready', async (request, response) => {
    const subgraphs = await readHealth();
    const ready = Object.values(subgraphs).every(({ state }) => state !== 'unreachable');
    const isKnown = verify(tokenFromHeaders(request.headers)).verdict === 'ok';
    response.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'unready',
      subgraphs,
      ...(isKnown ? { unanswerable: unanswerable(rootFields(), subgraphs) } : {}),
    });
  });
  return router;
}
