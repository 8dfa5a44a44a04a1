import type { ExecutionResult } from 'graphql';
import type { RequestContext } from '../../../../platform/request-context.ts';
import type { Link } from '../../../links/link.ts';
import { isJsonObject } from '../json-object.ts';
import { copyOf } from '../merge.ts';
import type { FetchRequest, Send } from '../run.ts';

/** The links of one request. A subgraph is never asked the same twice at a time. */
export function createSend(links: Readonly<Record<string, Link>>, context: RequestContext): Send {
  const underWay = new Map<string, Promise<ExecutionResult>>();

  async function ask(subgraph: string, request: FetchRequest): Promise<ExecutionResult> {
    const link = links[subgraph];
    if (link === undefined)
      throw new Error(`the supergraph names subgraph ${subgraph}, for which there is no link`);
    return link.execute({ ...request, context });
  }

  return async (subgraph, request, mayRepeat) => {
    if (!mayRepeat) return ask(subgraph, request);
    const key = JSON.stringify([subgraph, request.query, request.variables]);
    let asked = underWay.get(key);
    if (asked === undefined) {
      asked = ask(subgraph, request).finally(() => underWay.delete(key));
      underWay.set(key, asked);
    }
    const result = await asked;
    const data = copyOf(result.data);
    return isJsonObject(data) ? { ...result, data } : result;
  };
}
