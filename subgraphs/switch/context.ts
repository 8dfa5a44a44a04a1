import type { RequestContext } from '../../platform/request-context.ts';
import type { HermesResources } from '../../schema/hermes.ts';

/** What each resolver of switch receives as its context. */
export interface SwitchContext {
  readonly request: RequestContext;
}

/** A component of the stack, known here by its name alone. */
export interface ServiceKey {
  readonly name: string;
}

/** A model as hermes saw it. */
export type SeenModel = HermesResources['models'][number];
