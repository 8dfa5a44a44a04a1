import { Router } from 'express';

export type SubgraphHealth =
  | { readonly state: 'ready' }
  /** Off by policy: not a failure. */
  | { readonly state: 'asleep'; readonly reason: string }
  | { readonly state: 'unreachable'; readonly reason: string };

/** By subgraph. Must not wake, start or probe anything that is off. */
export type ReadHealth = () => Promise<Readonly<Record<string, SubgraphHealth>>>;

/** The only answers given without a token. */
export function serveHealth(readHealth: ReadHealth): Router {
  const router = Router();
  router.get('/health/live', (_request, response) => {
    response.json({ status: 'ok' });
  });
  router.get('/health/ready', async (_request, response) => {
    const subgraphs = await readHealth();
    const ready = Object.values(subgraphs).every(({ state }) => state !== 'unreachable');
    response.status(ready ? 200 : 503).json({ status: ready ? 'ready' : 'unready', subgraphs });
  });
  return router;
}
