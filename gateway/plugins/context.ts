import type { OperationLimit } from '../door/operation/operation-limit.ts';
import type { GraphContext } from '../supergraph.ts';

/** Apollo Server's context value: what plugins and data sources know of an operation. */
export interface OperationContext extends GraphContext {
  readonly limit: OperationLimit;
}
