import { expect, it } from 'vitest';
import { beginOperation } from '../../../../subgraphs/madre/reconciler/operations/operation.ts';
import type { ServiceUnit } from '../../../../subgraphs/madre/reconciler/service-unit.ts';

it('begins no operation for a task that was ended while it looked', () => {
  const task = new AbortController();
  const unit: Pick<ServiceUnit, 'operation'> = { operation: null };
  task.abort(new Error('madre closes'));
  expect(() => beginOperation(unit, 'START', task.signal)).toThrow('madre closes');
  expect(unit.operation).toBeNull();
});

it('ends the operation of a task that is ended', () => {
  const task = new AbortController();
  const unit: Pick<ServiceUnit, 'operation'> = { operation: null };
  const { signal } = beginOperation(unit, 'STOP', task.signal);
  expect(signal.aborted).toBe(false);
  task.abort(new Error('madre closes'));
  expect(signal.aborted).toBe(true);
});
