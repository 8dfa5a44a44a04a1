import { join } from 'node:path';
import { z } from 'zod';
import type { Logger } from '../../../../../platform/log.ts';
import { Records } from './records.ts';

const startedContainer = z.object({
  id: z.string().min(1),
  /** Of the catalog, as it was then. */
  service: z.string(),
  stopGraceSec: z.number(),
  /** No service of the catalog had it when madre came, and she answered for it: it is to be ended, however often that is tried. */
  isLeft: z.boolean().optional(),
});

/** A container that madre started and has not stopped since. */
export type StartedContainer = Readonly<z.infer<typeof startedContainer>>;

/** The last one of each compose service; set before the start. */
export type StartedContainers = Records<StartedContainer>;

const form = z.record(z.string(), startedContainer);

export function openStartedContainers(dataDir: string, log: Logger): StartedContainers {
  const file = join(dataDir, 'run', 'started-containers.json');
  return new Records(file, log, (data) => form.safeParse(data).data);
}
