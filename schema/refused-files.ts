import { z } from 'zod';

/**
 * What of its configuration switch cannot use as it is now, so that it goes on with what it had: GET /internal/refused-files on switch's
 * port, with the subgraph token. Asking reads no file.
 */
export const REFUSED_FILES_PATH = '/internal/refused-files';

const refusedFile = z.object({
  /** The engines file, or one that the key of an engine is in. */
  file: z.enum(['engines', 'key']),
  /** For people; values and names that may be a secret are not in it. */
  problem: z.string(),
  /** When it was found. */
  since: z.iso.datetime(),
});

/** At most one of each kind: the newest. */
export const refusedFiles = z.object({ refused: z.array(refusedFile) });

export type RefusedFile = Readonly<z.infer<typeof refusedFile>>;
