import { request } from 'undici';
import { SUBGRAPH_TOKEN_HEADER } from '../platform/graphql/subgraph-http.ts';
import { REFUSED_FILES_PATH, refusedFiles } from '../schema/refused-files.ts';
import type { ReadRefusedFiles } from './operator/ports.ts';

const LIMIT_MS = 1_000;

/** Asks a switch that is awake. Rejects where it gives no such answer within a second. */
export function refusedFilesOverHttp(options: {
  readonly switchUrl: string;
  readonly subgraphToken: string;
}): ReadRefusedFiles {
  return async (signal) => {
    const { statusCode, body } = await request(new URL(REFUSED_FILES_PATH, options.switchUrl), {
      headers: { [SUBGRAPH_TOKEN_HEADER]: options.subgraphToken },
      signal: AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]),
    });
    const answer: unknown = await body.json();
    if (statusCode !== 200) throw new Error(`it answered HTTP ${statusCode}`);
    return refusedFiles.parse(answer).refused;
  };
}
