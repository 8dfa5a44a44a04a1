import type { CatalogService } from '../../subgraphs/madre/catalog.ts';
import type { Runtime } from '../../subgraphs/madre/runtimes/runtime.ts';

/** The process id that the newest run of http-service.mjs prints; of its second process with `who: 'child'`. */
export async function processOf(
  runtime: Runtime | undefined,
  service: CatalogService,
  who: 'pid' | 'child' = 'pid',
): Promise<number> {
  const lines = (await runtime?.logs(service, { tail: 100 }, new AbortController().signal)) ?? [];
  const printed = lines.map(({ text }) => new RegExp(`^${who} (\\d+) begins$`).exec(text)?.[1]);
  const pid = printed.findLast((found) => found !== undefined);
  if (pid === undefined) throw new Error(`${service.name} printed no ${who}: ${JSON.stringify(lines)}`);
  return Number(pid);
}
