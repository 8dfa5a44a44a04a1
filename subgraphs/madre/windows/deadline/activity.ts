import { request } from 'node:http';
import { z } from 'zod';
import { withDeadline } from '../../../../platform/deadline.ts';
import type { Clock } from '../../../../platform/clock.ts';
import type { Catalog, CatalogService } from '../../catalog.ts';
import { addressIn } from '../../probe.ts';
import type { Address, Runtime } from '../../runtimes/runtime.ts';
import type { Services } from '../../services/services.ts';

/** What a service says that it is answering just now. */
export interface ActivityReport {
  readonly service: string;
  readonly active: number;
  readonly detail: string | null;
}

export interface ActivityFacts {
  readonly catalog: Catalog;
  readonly services: Pick<Services, 'get'>;
  readonly runtime: Pick<Runtime, 'observe'>;
  readonly clock: Clock;
}

const LIMIT_MS = 500;
const BODY_LIMIT_BYTES = 16_384;

const answer = z.object({ active: z.int().min(0), detail: z.string().max(500).nullish() });

/** Asks each of the named services that is READY once, all together. One that does not report is left out. Rejects only when the signal aborts. */
export async function readActivity(
  facts: ActivityFacts,
  names: readonly string[],
  signal: AbortSignal,
): Promise<readonly ActivityReport[]> {
  const reports = await Promise.all(names.map((name) => readOne(facts, name, signal)));
  return reports.flatMap((report) => report ?? []);
}

async function readOne(
  { catalog, services, runtime, clock }: ActivityFacts,
  name: string,
  parent: AbortSignal,
): Promise<ActivityReport | undefined> {
  const service = catalog.get(name);
  if (service?.activity === undefined || services.get(name)?.state !== 'READY') return undefined;
  const { http: path } = service.activity;
  const limit = { clock, limitMs: LIMIT_MS, what: `the activity of ${name}`, parent };
  try {
    return await withDeadline(limit, async (signal) => {
      const text = await get(await addressOf(runtime, service, signal), path, signal);
      const { active, detail } = answer.parse(JSON.parse(text));
      return { service: name, active, detail: detail ?? null };
    });
  } catch {
    parent.throwIfAborted();
    return undefined;
  }
}

async function addressOf(runtime: ActivityFacts['runtime'], service: CatalogService, signal: AbortSignal) {
  const address = addressIn(await runtime.observe(service, signal));
  if (address === null) throw new Error(`${service.name} has no address`);
  return address;
}

function get(address: Address, path: string, signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request({ ...address, path, agent: false, signal, headers: { connection: 'close' } });
    asked.once('error', reject);
    asked.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8').once('error', reject);
      response.once('end', () => resolve(text));
      response.on('data', (chunk: string) => {
        text += chunk;
        if (response.statusCode !== 200 || text.length > BODY_LIMIT_BYTES)
          response.destroy(new Error(`not an activity report: HTTP ${response.statusCode}`));
      });
    });
    asked.end();
  });
}
