import { serveSubgraph } from '../../platform/graphql/serve-subgraph.ts';
import { SUBGRAPH_TOKEN_HEADER } from '../../platform/graphql/subgraph-http.ts';
import { createLogger } from '../../platform/log.ts';
import { COMPLETIONS_PATH, type CompletionRequest } from '../../schema/completion.ts';
import type { TestSwitch } from './switch-subgraph.ts';

/** One completion as operator asks for it, over a socket that is open for it alone: all lines of the answer. */
export async function completeOver(
  { subgraph }: TestSwitch,
  change: Partial<CompletionRequest> = {},
): Promise<string> {
  const served = await serveSubgraph(subgraph, {
    host: '127.0.0.1',
    port: 0,
    token: 'between-us',
    log: createLogger('silent', 'switch'),
  });
  const text = await completeAt(served.url, change);
  await served.close();
  return text;
}

/** The same of a switch that is served with the token "between-us". */
export async function completeAt(url: string, change: Partial<CompletionRequest> = {}): Promise<string> {
  const response = await fetch(`${url}${COMPLETIONS_PATH}`, {
    method: 'POST',
    headers: { [SUBGRAPH_TOKEN_HEADER]: 'between-us' },
    body: JSON.stringify({
      messageId: 'm1',
      messages: [{ role: 'user', content: 'Hello?' }],
      engine: null,
      allowFallback: false,
      ...change,
    }),
  });
  return response.text();
}
