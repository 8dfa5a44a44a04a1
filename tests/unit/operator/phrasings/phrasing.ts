import type { Intent } from '../../../../subgraphs/operator/grounded/understand/intent.ts';

/** What is written, what is meant by it, and the service that it names, if any. */
export type Phrasing = readonly [message: string, intent: Intent, service?: string];
