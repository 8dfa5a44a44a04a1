import { join } from 'node:path';
import { z } from 'zod';
import type { Logger } from '../../../../../platform/log.ts';
import { Records } from './records.ts';

/** Which run of which container our own stops ended, the last one of each service; set before the stop. */
export type RequestedStops = Records<string>;

const form = z.record(z.string(), z.string());

export function openRequestedStops(dataDir: string, log: Logger): RequestedStops {
  const file = join(dataDir, 'run', 'requested-stops.json');
  return new Records(file, log, (data) => form.safeParse(data).data);
}
