import type { ServiceUnit } from '../service-unit.ts';

/** Its signal aborts with the task's, or alone when the operation is not wanted any more. Throws where the task's has aborted already. */
export function beginOperation(
  unit: Pick<ServiceUnit, 'operation'>,
  kind: 'START' | 'STOP',
  signal: AbortSignal,
): AbortController {
  // The event would not come any more.
  signal.throwIfAborted();
  const abort = new AbortController();
  // Goes with the operation, which ends by aborting its own signal: the task's lives as long as madre.
  signal.addEventListener('abort', () => abort.abort(signal.reason), { once: true, signal: abort.signal });
  unit.operation = { kind, abort };
  return abort;
}

export function endOperation(unit: ServiceUnit, abort: AbortController): void {
  unit.operation = null;
  abort.abort(new Error('the operation ended'));
}
