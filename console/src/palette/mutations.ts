import { stringifyDocument, type TypedDocumentNode } from '@urql/core';
import * as documents from '../generated/graphql.ts';

export interface Mutation {
  readonly words: string;
  readonly document: string;
  /** What it begins with; a person completes it before it is sent. */
  readonly variables: Readonly<Record<string, unknown>>;
}

/** The mutations that no row stands for: what they need is written in as JSON. */
export const otherMutations: readonly Mutation[] = [
  mutation('ask in the chat', documents.AskDocument, { input: { message: '' } }),
  mutation('cancel an answer', documents.CancelChatDocument, { messageId: '' }),
  mutation('rate an answer, 1 to 5', documents.RateMessageDocument, { messageId: '', rating: 5 }),
  mutation('rename a conversation', documents.RenameSessionDocument, { id: '', title: '' }),
  mutation('delete a conversation', documents.DeleteSessionDocument, { id: '' }),
  mutation('emit an intent', documents.EmitIntentDocument, { input: { type: 'SCAN', reason: '' } }),
  mutation('configure an engine', documents.ConfigureEngineDocument, { input: { id: '', enabled: true } }),
  mutation('choose how engines are routed', documents.SetRoutingStrategyDocument, { strategy: 'ORDERED' }),
  mutation('reset the circuit of an engine', documents.ResetCircuitDocument, { engine: '' }),
  mutation('record feedback on an engine', documents.RecordFeedbackDocument, {
    input: { engine: '', success: true, latencyMs: 0 },
  }),
  mutation('submit a task to switch', documents.SubmitTaskDocument, { input: { taskType: '', payload: {} } }),
  mutation('cancel a task of switch', documents.CancelTaskDocument, { id: '' }),
  mutation('create a browser task', documents.CreateBrowserTaskDocument, { input: { url: 'https://' } }),
  mutation('cancel a browser task', documents.CancelBrowserTaskDocument, { id: '' }),
  mutation('record a tool call', documents.RecordToolCallDocument, {
    input: { messageId: '', tool: '', status: 'OK' },
  }),
  mutation('record a switch adjustment', documents.RecordSwitchAdjustmentDocument, {
    input: { sessionId: '', before: {}, after: {}, reason: '' },
  }),
  mutation('run the end-to-end checks', documents.StartConductorRunDocument, {
    input: { reason: 'e2e_test' },
  }),
  mutation('cancel a run of the checks', documents.CancelConductorRunDocument, { id: '' }),
  mutation('start an autofix run', documents.StartAutofixRunDocument, { conductorRunId: '', maxCycles: 3 }),
];

export function mutation<Variables>(
  words: string,
  document: TypedDocumentNode<unknown, Variables>,
  variables: Variables & Readonly<Record<string, unknown>>,
): Mutation {
  return { words, document: stringifyDocument(document), variables };
}
