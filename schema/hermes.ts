import { z } from 'zod';

/** What switch asks of hermes: GET /resources on hermes' port, with the subgraph token. */
export const HERMES_RESOURCES_PATH = '/resources';

/** What is there to be used on the machine of hermes. Looking loads no model and starts no server. */
export const hermesResources = z.object({
  observedAt: z.iso.datetime(),
  /** Of the names that hermes was told to look for. */
  tools: z.array(
    z.object({
      name: z.string(),
      available: z.boolean(),
      /** The first line of what it prints to --version; null where it printed none in time. */
      version: z.string().nullable(),
      path: z.string().nullable(),
    }),
  ),
  models: z.array(
    z.object({
      /** `<host>:<port>/<name>`. */
      id: z.string(),
      name: z.string(),
      /** Where it is served, up to and without /v1 or /api. */
      server: z.url(),
      sizeBytes: z.number().nullable(),
      contextTokens: z.number().int().nullable(),
      /** Null where the server does not say. */
      loaded: z.boolean().nullable(),
    }),
  ),
  servers: z.array(z.object({ url: z.url(), reachable: z.boolean(), reason: z.string().nullable() })),
});

export type HermesResources = z.infer<typeof hermesResources>;
