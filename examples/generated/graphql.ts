/* eslint-disable */
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
export type ChatErrorCode =
  | 'CANCELLED'
  | 'ENGINE_REFUSED'
  | 'ENGINE_UNAVAILABLE'
  | 'FIRST_TOKEN_TIMEOUT'
  | 'IDEMPOTENCY_CONFLICT'
  | 'IDLE_TIMEOUT'
  | 'INTERNAL'
  | 'MESSAGE_EMPTY'
  | 'MESSAGE_NOT_FOUND'
  | 'MESSAGE_TOO_LONG'
  | 'RATE_LIMITED'
  | 'SESSION_NOT_FOUND'
  | 'TOTAL_TIMEOUT';

export type ComponentState =
  | 'DEGRADED'
  | 'ERROR'
  | 'OFF'
  | 'ON';

export type EngineProvider =
  | 'DEEPSEEK'
  | 'OPENAI_COMPATIBLE'
  | 'SCRIPTED';

export type EngineState =
  | 'AVAILABLE'
  | 'COOLDOWN'
  | 'DEGRADED'
  | 'ERROR'
  | 'OFF'
  | 'UNKNOWN';

export type OverallStatus =
  | 'DEGRADED'
  | 'OFFLINE'
  | 'OK';

export type Responder =
  | 'ENGINE'
  | 'MADRE';

export type ResultCode =
  | 'BUDGET_EXCEEDED'
  | 'CORE_SERVICE'
  | 'FEATURE_DISABLED'
  | 'IDEMPOTENCY_CONFLICT'
  | 'INVALID_INPUT'
  | 'NOT_ACTIVE'
  | 'NOT_ALLOWED'
  | 'NOT_FOUND'
  | 'OK'
  | 'PARTIAL'
  | 'PLAN_CHANGED'
  | 'RUNTIME_UNAVAILABLE'
  | 'TIMEOUT'
  | 'TTL_OUT_OF_RANGE'
  | 'WINDOW_CONFLICT';

export type ServiceState =
  | 'CRASHED'
  | 'CRASH_LOOP'
  | 'MISSING'
  | 'OUT_OF_MEMORY'
  | 'PAUSED'
  | 'READY'
  | 'STARTING'
  | 'START_FAILED'
  | 'STOPPED'
  | 'STOPPING'
  | 'UNHEALTHY'
  | 'UNKNOWN';

export type WindowCloseReason =
  | 'IDLE'
  | 'MANUAL'
  | 'POLICY_APPLIED'
  | 'PREEMPTED'
  | 'QUEUE_EXPIRED'
  | 'START_FAILED'
  | 'TTL_EXPIRED';

export type WindowEventType =
  | 'CLOSED'
  | 'CLOSING'
  | 'DEGRADED'
  | 'EXPIRING'
  | 'EXTENDED'
  | 'FAILED'
  | 'OPENED'
  | 'OPENING'
  | 'QUEUED'
  | 'RECOVERED'
  | 'SERVICE_FAILED'
  | 'SERVICE_READY'
  | 'SNAPSHOT';

export type WindowState =
  | 'CLOSED'
  | 'CLOSING'
  | 'DEGRADED'
  | 'FAILED'
  | 'OPEN'
  | 'OPENING'
  | 'QUEUED';

export type ApplyPolicyExampleMutationVariables = Exact<{ [key: string]: never; }>;


export type ApplyPolicyExampleMutation = { applyPolicy: { ok: boolean, code: ResultCode, message: string | null, status: { active: boolean, expected: Array<{ name: string }>, missing: Array<{ name: string }>, unexpected: Array<{ name: string }> } | null } };

export type ChatExampleMutationVariables = Exact<{ [key: string]: never; }>;


export type ChatExampleMutation = { chat: { ok: boolean, session: { id: string } | null, message: { content: string, answeredBy: Responder | null, degraded: boolean, degradedReason: string | null, grounded: Array<{ field: string, value: unknown, observedAt: string }> } | null, error: { code: ChatErrorCode, message: string } | null } };

export type CloseWindowExampleMutationVariables = Exact<{ [key: string]: never; }>;


export type CloseWindowExampleMutation = { closeWindow: { ok: boolean, code: ResultCode, message: string | null, window: { id: string, state: WindowState, closeReason: WindowCloseReason | null } | null } };

export type EnginesExampleQueryVariables = Exact<{ [key: string]: never; }>;


export type EnginesExampleQuery = { engines: Array<{ id: string, provider: EngineProvider, model: string, state: EngineState, hasCredentials: boolean }> | null };

export type ExtendWindowExampleMutationVariables = Exact<{ [key: string]: never; }>;


export type ExtendWindowExampleMutation = { extendWindow: { ok: boolean, code: ResultCode, message: string | null, window: { id: string, deadline: string | null, ttlRemainingSec: number | null } | null } };

export type OpenWindowExampleMutationVariables = Exact<{ [key: string]: never; }>;


export type OpenWindowExampleMutation = { openWindow: { ok: boolean, code: ResultCode, message: string | null, window: { id: string, state: WindowState, deadline: string | null } | null } };

export type PlanWindowExampleQueryVariables = Exact<{ [key: string]: never; }>;


export type PlanWindowExampleQuery = { planWindow: { hash: string, allowed: boolean, code: ResultCode, message: string | null, etaP50Ms: number | null, etaP95Ms: number | null, memoryBytes: number | null, memoryBudgetBytes: number | null, starts: Array<{ level: number, becauseOf: Array<string>, etaP50Ms: number | null, service: { name: string } }>, alreadyRunning: Array<{ name: string }>, evicts: Array<{ id: string, reason: string, priority: number }> } };

export type QueueWindowExampleMutationVariables = Exact<{ [key: string]: never; }>;


export type QueueWindowExampleMutation = { openWindow: { ok: boolean, code: ResultCode, message: string | null, window: { id: string, state: WindowState, queuePosition: number | null, deadline: string | null } | null } };

export type StatusExampleQueryVariables = Exact<{ [key: string]: never; }>;


export type StatusExampleQuery = { status: { status: OverallStatus, policy: string | null, activeWindowCount: number | null, wokeServices: boolean, components: Array<{ state: ComponentState, reason: string | null, ageMs: number, service: { name: string } }> } };

export type WatchExpiringExampleSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type WatchExpiringExampleSubscription = { windowChanged: { seq: number, type: WindowEventType, window: { id: string, state: WindowState, ttlRemainingSec: number | null, closeReason: WindowCloseReason | null }, inUse: Array<{ active: number, detail: string | null, service: { name: string } }> } };

export type WatchWindowsExampleSubscriptionVariables = Exact<{ [key: string]: never; }>;


export type WatchWindowsExampleSubscription = { windowChanged: { seq: number, type: WindowEventType, window: { id: string, state: WindowState, deadline: string | null, sessions: Array<{ id: string }>, services: Array<{ name: string, state: ServiceState, engines: Array<{ id: string, state: EngineState }> | null }> } } };


export const ApplyPolicyExampleDocument = {"__meta__":{"hash":"sha256:8d0ce913c738b3f9098f7d2158eeee6db65ab037dd3b05475f250f595791d3ef"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ApplyPolicyExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"applyPolicy"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"policy"},"value":{"kind":"EnumValue","value":"OPERATIVE_CORE"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"expected"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"missing"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"unexpected"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<ApplyPolicyExampleMutation, ApplyPolicyExampleMutationVariables>;
export const ChatExampleDocument = {"__meta__":{"hash":"sha256:e27dc66d6c6ad1b5c7de79e6f0a39917b02530ce196bd78739e6ffb0674182f0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ChatExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chat"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"message"},"value":{"kind":"StringValue","value":"What is running, and until when?","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"answeredBy"}},{"kind":"Field","name":{"kind":"Name","value":"degraded"}},{"kind":"Field","name":{"kind":"Name","value":"degradedReason"}},{"kind":"Field","name":{"kind":"Name","value":"grounded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}}]}}]}}]}}]} as unknown as DocumentNode<ChatExampleMutation, ChatExampleMutationVariables>;
export const CloseWindowExampleDocument = {"__meta__":{"hash":"sha256:1224bd3e5e074ac432688e959f291f0e0a3706058c232622705f5dd0acda0233"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CloseWindowExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"closeWindow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"reason"},"value":{"kind":"StringValue","value":"done","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"closeReason"}}]}}]}}]}}]} as unknown as DocumentNode<CloseWindowExampleMutation, CloseWindowExampleMutationVariables>;
export const EnginesExampleDocument = {"__meta__":{"hash":"sha256:7157f725528f1cc078775795080ccf49192451039252166ca08574d68aa96faf"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"EnginesExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"engines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"hasCredentials"}}]}}]}}]} as unknown as DocumentNode<EnginesExampleQuery, EnginesExampleQueryVariables>;
export const ExtendWindowExampleDocument = {"__meta__":{"hash":"sha256:443a43e63c7890fc6716de49a5c00c0e4dcaa57f3d447b496a6580dac2b9a187"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExtendWindowExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"extendWindow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"id"},"value":{"kind":"StringValue","value":"the id that openWindow gave","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"addSec"},"value":{"kind":"IntValue","value":"600"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"ttlRemainingSec"}}]}}]}}]}}]} as unknown as DocumentNode<ExtendWindowExampleMutation, ExtendWindowExampleMutationVariables>;
export const OpenWindowExampleDocument = {"__meta__":{"hash":"sha256:feacc66a22f72cc1478b657ea5fc72a89c7ba83b262478de0b11c0659c0f42ba"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenWindowExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openWindow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"services"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"switch","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"ttlSec"},"value":{"kind":"IntValue","value":"300"}},{"kind":"ObjectField","name":{"kind":"Name","value":"reason"},"value":{"kind":"StringValue","value":"first try","block":false}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}}]}}]}}]}}]} as unknown as DocumentNode<OpenWindowExampleMutation, OpenWindowExampleMutationVariables>;
export const PlanWindowExampleDocument = {"__meta__":{"hash":"sha256:f2a5418fcf25c278fb762a37230e0ee7cc016d51ddeef98e7376e5791e5663ee"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PlanWindowExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"planWindow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"services"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"switch","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"ttlSec"},"value":{"kind":"IntValue","value":"300"}},{"kind":"ObjectField","name":{"kind":"Name","value":"onBusy"},"value":{"kind":"EnumValue","value":"PREEMPT"}},{"kind":"ObjectField","name":{"kind":"Name","value":"priority"},"value":{"kind":"IntValue","value":"6"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hash"}},{"kind":"Field","name":{"kind":"Name","value":"allowed"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"starts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"level"}},{"kind":"Field","name":{"kind":"Name","value":"becauseOf"}},{"kind":"Field","name":{"kind":"Name","value":"etaP50Ms"}}]}},{"kind":"Field","name":{"kind":"Name","value":"alreadyRunning"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"evicts"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"priority"}}]}},{"kind":"Field","name":{"kind":"Name","value":"etaP50Ms"}},{"kind":"Field","name":{"kind":"Name","value":"etaP95Ms"}},{"kind":"Field","name":{"kind":"Name","value":"memoryBytes"}},{"kind":"Field","name":{"kind":"Name","value":"memoryBudgetBytes"}}]}}]}}]} as unknown as DocumentNode<PlanWindowExampleQuery, PlanWindowExampleQueryVariables>;
export const QueueWindowExampleDocument = {"__meta__":{"hash":"sha256:8faa47cf558c30d0f59be2b29799abbdbe155f68d5c1eb92ebf2f46473047c78"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"QueueWindowExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openWindow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"ObjectValue","fields":[{"kind":"ObjectField","name":{"kind":"Name","value":"services"},"value":{"kind":"ListValue","values":[{"kind":"StringValue","value":"hermes","block":false}]}},{"kind":"ObjectField","name":{"kind":"Name","value":"ttlSec"},"value":{"kind":"IntValue","value":"600"}},{"kind":"ObjectField","name":{"kind":"Name","value":"reason"},"value":{"kind":"StringValue","value":"nightly index","block":false}},{"kind":"ObjectField","name":{"kind":"Name","value":"onBusy"},"value":{"kind":"EnumValue","value":"QUEUE"}},{"kind":"ObjectField","name":{"kind":"Name","value":"priority"},"value":{"kind":"IntValue","value":"3"}}]}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"queuePosition"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}}]}}]}}]}}]} as unknown as DocumentNode<QueueWindowExampleMutation, QueueWindowExampleMutationVariables>;
export const StatusExampleDocument = {"__meta__":{"hash":"sha256:305373dcca8491479230c8ad9605d19d6ef6439e8850c2a64dd92ae42b66cb84"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"StatusExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"activeWindowCount"}},{"kind":"Field","name":{"kind":"Name","value":"components"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"ageMs"}}]}},{"kind":"Field","name":{"kind":"Name","value":"wokeServices"}}]}}]}}]} as unknown as DocumentNode<StatusExampleQuery, StatusExampleQueryVariables>;
export const WatchExpiringExampleDocument = {"__meta__":{"hash":"sha256:1daad4f53e9c0d2e2fe560bfdd7e174d5a892a0a7f56330069c8aa5d8359bdb4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchExpiringExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"windowChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"ttlRemainingSec"}},{"kind":"Field","name":{"kind":"Name","value":"closeReason"}}]}},{"kind":"Field","name":{"kind":"Name","value":"inUse"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}},{"kind":"Field","name":{"kind":"Name","value":"active"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}}]}}]}}]}}]} as unknown as DocumentNode<WatchExpiringExampleSubscription, WatchExpiringExampleSubscriptionVariables>;
export const WatchWindowsExampleDocument = {"__meta__":{"hash":"sha256:7c3df822d0470c7f54d2a96dc21b6106bebe0db326bd670528a06c22544ab176"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WatchWindowsExample"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"windowChanged"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"sessions"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"engines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}}]}}]}}]} as unknown as DocumentNode<WatchWindowsExampleSubscription, WatchWindowsExampleSubscriptionVariables>;