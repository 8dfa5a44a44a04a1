import { z } from 'zod';
import { systemContext } from '../../platform/request-context.ts';
import type { Link } from '../links/link.ts';

/** What madre says of power: what starts the components, which windows live, and what runs beside the core. */
export type PowerReport = z.output<typeof report>;

const report = z.object({
  runtime: z.object({ kind: z.string(), detail: z.string().nullable() }),
  activeWindows: z.array(
    z.object({
      state: z.string(),
      deadline: z.string().nullable(),
      services: z.array(z.object({ name: z.string() })),
    }),
  ),
  runningServices: z.array(z.object({ name: z.string(), kind: z.string(), state: z.string() })),
  /** Those that a window can be opened for. */
  availableServices: z.array(z.object({ name: z.string() })),
});

const QUERY = `{ powerState {
  runtime { kind detail }
  activeWindows { state deadline services { name } }
  runningServices { name kind state }
  availableServices { name }
} }`;

const LIMIT_MS = 2_000;

/** Null where madre does not answer. */
export async function readPower(madre: Link): Promise<PowerReport | null> {
  try {
    const context = systemContext(AbortSignal.timeout(LIMIT_MS));
    const { data } = await madre.execute({ query: QUERY, context });
    return z.object({ powerState: report }).parse(data).powerState;
  } catch {
    return null;
  }
}
