import type { WindowRecord } from '../../../subgraphs/madre/windows/record/window-record.ts';
import type { Request } from './scenario.ts';

/** One mutation as GraphQL. */
export interface Mutation {
  readonly action: string;
  readonly query: string;
  /** What the checks know it by. */
  readonly input: object;
  variablesWith(further: object): object;
}

/** Undefined where the request names a window and there is none to name. */
export function toMutation(request: Request, windows: readonly WindowRecord[]): Mutation | undefined {
  switch (request.type) {
    case 'open':
      return ofWindow('openWindow', 'OpenWindowInput', openInput(request));
    case 'close':
    case 'extend': {
      const id = windows[request.index % Math.max(1, windows.length)]?.id;
      if (id === undefined) return undefined;
      if (request.type === 'close') return ofWindow('closeWindow', 'CloseWindowInput', { id });
      return ofWindow('extendWindow', 'ExtendWindowInput', { id, addSec: request.addSec });
    }
    case 'startService':
    case 'stopService':
    case 'restartService':
      return plain(request.type, 'name', 'ID', request.name);
    case 'applyPolicy':
      return plain(request.type, 'policy', 'PowerPolicy', request.policy);
  }
}

/** Equal however the services are ordered, as idempotency keys take it. */
function openInput({ services, ttlSec, mode, priority, onBusy, key }: Extract<Request, { type: 'open' }>) {
  return {
    ...{ services: services.toSorted(), mode, priority, onBusy, idempotencyKey: key },
    ttlSec: mode === 'HOLD' ? null : ttlSec,
  };
}

function ofWindow(action: string, type: string, input: object): Mutation {
  const result = `result: ${action}(input: $input) { ok code window { id deadline } }`;
  return {
    ...{ action, input, query: `mutation ($input: ${type}!) { ${result} }` },
    variablesWith: (further) => ({ input: { ...input, ...further } }),
  };
}

function plain(action: string, argument: string, type: string, value: string): Mutation {
  const input = { [argument]: value };
  const result = `result: ${action}(${argument}: $${argument}) { ok code }`;
  const query = `mutation ($${argument}: ${type}!) { ${result} }`;
  return { action, input, query, variablesWith: () => input };
}
