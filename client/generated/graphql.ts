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

export type ChatInput = {
  allowFallback?: boolean;
  contextSummary?: string | null | undefined;
  /** Pin one engine; null lets the router choose. */
  engine?: string | number | null | undefined;
  idempotencyKey?: string | number | null | undefined;
  /** 1 to 32000 characters. */
  message: string;
  metadata?: unknown;
  /** A new session when left out. */
  sessionId?: string | number | null | undefined;
  userId?: string;
  /** false: return the PENDING message at once and follow chatStream. */
  wait?: boolean;
};

/** id may be left out while exactly one window is live. */
export type CloseWindowInput = {
  id?: string | number | null | undefined;
  reason?: string | null | undefined;
};

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

export type ExtendWindowInput = {
  addSec: number;
  id: string | number;
};

export type MessageStatus =
  | 'CANCELLED'
  | 'COMPLETE'
  | 'FAILED'
  | 'PARTIAL'
  | 'PENDING'
  | 'STREAMING';

export type OnBusy =
  | 'PREEMPT'
  | 'QUEUE'
  | 'REJECT';

export type OpenWindowInput = {
  /** The same key and input: the same window. The same key and another input: IDEMPOTENCY_CONFLICT. */
  idempotencyKey?: string | number | null | undefined;
  mode?: WindowMode;
  onBusy?: OnBusy;
  planHash?: string | number | null | undefined;
  /** 0 (lowest) to 9. A window may evict only lower ones, and only where onBusy is PREEMPT. */
  priority?: number;
  reason?: string;
  services: Array<string | number>;
  /** Seconds, 10 to 86400. Required for mode TTL. */
  ttlSec?: number | null | undefined;
  /** Wait in the mutation until OPEN or FAILED, instead of returning OPENING at once. */
  waitUntilReady?: boolean;
};

export type OverallStatus =
  | 'DEGRADED'
  | 'OFFLINE'
  | 'OK';

/** What runs although nobody asked for it. Windows can be opened under every policy; the core, and so the door, always runs. */
export type PowerPolicy =
  /** The core and every installed service, each held by a window of its own. Other windows go on. */
  | 'FULL'
  /** Only the core. Applying it ends every window, those that wait too; what somebody starts by hand is stopped, whatever the catalog says. */
  | 'HARD_OFF'
  /** Only the core. Applying it ends no window that was opened; under it a window whose services all report for a minute that they answer nothing ends (IDLE). */
  | 'IDLE_MIN'
  /** The core, and what the catalog marks as operative, each held by a window of its own. Other windows go on. */
  | 'OPERATIVE_CORE'
  /** Only the core; the default. Applying it ends every window, those that wait too. */
  | 'SOLO_MADRE';

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

export type Role =
  | 'ASSISTANT'
  | 'SYSTEM'
  | 'TOOL'
  | 'USER';

export type RuntimeKind =
  | 'DOCKER'
  | 'MEMORY'
  | 'PROCESS'
  | 'SWARM';

export type ServiceEventType =
  | 'CHANGED'
  | 'SNAPSHOT';

export type ServiceKind =
  | 'CORE'
  | 'ON_DEMAND';

export type ServiceReason =
  | 'DEPENDENCY_FAILED'
  | 'EXITED'
  | 'FEATURE_DISABLED'
  | 'IMAGE_MISSING'
  | 'NOT_INSTALLED'
  | 'OFF_BY_POLICY'
  | 'OUT_OF_MEMORY'
  | 'PORT_IN_USE'
  | 'PROBE_FAILED'
  | 'RUNTIME_UNAVAILABLE'
  | 'START_TIMEOUT'
  | 'STOPPED_BY_HAND'
  | 'STOP_FAILED';

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

export type WindowMode =
  | 'HOLD'
  | 'TTL';

export type WindowState =
  | 'CLOSED'
  | 'CLOSING'
  | 'DEGRADED'
  | 'FAILED'
  | 'OPEN'
  | 'OPENING'
  | 'QUEUED';

export type ChatMutationVariables = Exact<{
  input: ChatInput;
}>;


export type ChatMutation = { chat: { ok: boolean, correlationId: string, session: { id: string, title: string | null } | null, message: { id: string, role: Role, content: string, status: MessageStatus, answeredBy: Responder | null, degraded: boolean, degradedReason: string | null, createdAt: string, engine: { id: string } | null, grounded: Array<{ field: string, value: unknown, observedAt: string }> } | null, error: { code: ChatErrorCode, message: string, retryable: boolean, retryAfterSec: number | null } | null } };

export type SessionQueryVariables = Exact<{
  id: string | number;
}>;


export type SessionQuery = { session: { id: string, title: string | null, messages: { edges: Array<{ node: { id: string, role: Role, content: string, status: MessageStatus, answeredBy: Responder | null, degraded: boolean, degradedReason: string | null, createdAt: string, engine: { id: string } | null, grounded: Array<{ field: string, value: unknown, observedAt: string }> } }> } } | null };

export type AnswerFragment = { id: string, role: Role, content: string, status: MessageStatus, answeredBy: Responder | null, degraded: boolean, degradedReason: string | null, createdAt: string, engine: { id: string } | null, grounded: Array<{ field: string, value: unknown, observedAt: string }> };

export type PowerStateQueryVariables = Exact<{ [key: string]: never; }>;


export type PowerStateQuery = { powerState: { policy: PowerPolicy, windowed: boolean, serverTime: string, runtime: { kind: RuntimeKind, available: boolean, version: string | null, detail: string | null }, activeWindows: Array<{ id: string, state: WindowState, mode: WindowMode, reason: string, openedBy: string, createdAt: string, deadline: string | null, closeReason: WindowCloseReason | null, services: Array<{ name: string, state: ServiceState }>, failure: { code: ServiceReason, message: string, suggestion: string | null, service: { name: string } } | null }>, runningServices: Array<{ name: string, state: ServiceState }> } };

export type ServicesQueryVariables = Exact<{ [key: string]: never; }>;


export type ServicesQuery = { services: Array<{ name: string, description: string, kind: ServiceKind, state: ServiceState, reason: ServiceReason | null, observedAt: string, port: number | null }> };

export type OpenWindowMutationVariables = Exact<{
  input: OpenWindowInput;
}>;


export type OpenWindowMutation = { openWindow: { ok: boolean, code: ResultCode, message: string | null, correlationId: string, window: { id: string, state: WindowState, mode: WindowMode, reason: string, openedBy: string, createdAt: string, deadline: string | null, closeReason: WindowCloseReason | null, services: Array<{ name: string, state: ServiceState }>, failure: { code: ServiceReason, message: string, suggestion: string | null, service: { name: string } } | null } | null } };

export type ExtendWindowMutationVariables = Exact<{
  input: ExtendWindowInput;
}>;


export type ExtendWindowMutation = { extendWindow: { ok: boolean, code: ResultCode, message: string | null, correlationId: string, window: { id: string, state: WindowState, mode: WindowMode, reason: string, openedBy: string, createdAt: string, deadline: string | null, closeReason: WindowCloseReason | null, services: Array<{ name: string, state: ServiceState }>, failure: { code: ServiceReason, message: string, suggestion: string | null, service: { name: string } } | null } | null } };

export type CloseWindowMutationVariables = Exact<{
  input: CloseWindowInput;
}>;


export type CloseWindowMutation = { closeWindow: { ok: boolean, code: ResultCode, message: string | null, correlationId: string, window: { id: string, state: WindowState, mode: WindowMode, reason: string, openedBy: string, createdAt: string, deadline: string | null, closeReason: WindowCloseReason | null, services: Array<{ name: string, state: ServiceState }>, failure: { code: ServiceReason, message: string, suggestion: string | null, service: { name: string } } | null } | null } };

export type WindowChangedSubscriptionVariables = Exact<{
  id?: string | number | null | undefined;
  afterSeq?: number | null | undefined;
}>;


export type WindowChangedSubscription = { windowChanged: { seq: number, type: WindowEventType, at: string, window: { id: string, state: WindowState, mode: WindowMode, reason: string, openedBy: string, createdAt: string, deadline: string | null, closeReason: WindowCloseReason | null, services: Array<{ name: string, state: ServiceState }>, failure: { code: ServiceReason, message: string, suggestion: string | null, service: { name: string } } | null } } };

export type ServiceChangedSubscriptionVariables = Exact<{
  names?: Array<string | number> | string | number | null | undefined;
  afterSeq?: number | null | undefined;
}>;


export type ServiceChangedSubscription = { serviceChanged: { seq: number, type: ServiceEventType, at: string, previous: ServiceState | null, service: { name: string, description: string, kind: ServiceKind, state: ServiceState, reason: ServiceReason | null, observedAt: string, port: number | null } } };

export type WindowFragment = { id: string, state: WindowState, mode: WindowMode, reason: string, openedBy: string, createdAt: string, deadline: string | null, closeReason: WindowCloseReason | null, services: Array<{ name: string, state: ServiceState }>, failure: { code: ServiceReason, message: string, suggestion: string | null, service: { name: string } } | null };

export type ComponentFragment = { name: string, description: string, kind: ServiceKind, state: ServiceState, reason: ServiceReason | null, observedAt: string, port: number | null };

export type StatusQueryVariables = Exact<{ [key: string]: never; }>;


export type StatusQuery = { status: { status: OverallStatus, policy: string | null, activeWindowCount: number | null, generatedAt: string, wokeServices: boolean, components: Array<{ state: ComponentState, reason: string | null, checkedAt: string, ageMs: number, service: { name: string } }> } };

export type EnginesQueryVariables = Exact<{ [key: string]: never; }>;


export type EnginesQuery = { engines: Array<{ id: string, provider: EngineProvider, model: string, state: EngineState, reason: string | null, hasCredentials: boolean }> | null };

export const AnswerFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Answer"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"answeredBy"}},{"kind":"Field","name":{"kind":"Name","value":"engine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"degraded"}},{"kind":"Field","name":{"kind":"Name","value":"degradedReason"}},{"kind":"Field","name":{"kind":"Name","value":"grounded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<AnswerFragment, unknown>;
export const WindowFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Window"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PowerWindow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"openedBy"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"closeReason"}},{"kind":"Field","name":{"kind":"Name","value":"services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<WindowFragment, unknown>;
export const ComponentFragmentDoc = {"kind":"Document","definitions":[{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Component"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Service"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"port"}}]}}]} as unknown as DocumentNode<ComponentFragment, unknown>;
export const ChatDocument = {"__meta__":{"hash":"sha256:d7a51128c62b205a1795937189d7d4b4f80a063c99a9148dd44bfaa16e972870"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"Chat"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ChatInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"chat"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}},{"kind":"Field","name":{"kind":"Name","value":"session"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}}]}},{"kind":"Field","name":{"kind":"Name","value":"message"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Answer"}}]}},{"kind":"Field","name":{"kind":"Name","value":"error"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"retryable"}},{"kind":"Field","name":{"kind":"Name","value":"retryAfterSec"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Answer"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"answeredBy"}},{"kind":"Field","name":{"kind":"Name","value":"engine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"degraded"}},{"kind":"Field","name":{"kind":"Name","value":"degradedReason"}},{"kind":"Field","name":{"kind":"Name","value":"grounded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<ChatMutation, ChatMutationVariables>;
export const SessionDocument = {"__meta__":{"hash":"sha256:98786ebd857f109eb91f9a89d2bd00f91a435d44684d30e48aa18234f2f05220"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Session"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"session"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"title"}},{"kind":"Field","name":{"kind":"Name","value":"messages"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"edges"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"node"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Answer"}}]}}]}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Answer"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Message"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"role"}},{"kind":"Field","name":{"kind":"Name","value":"content"}},{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"answeredBy"}},{"kind":"Field","name":{"kind":"Name","value":"engine"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}}]}},{"kind":"Field","name":{"kind":"Name","value":"degraded"}},{"kind":"Field","name":{"kind":"Name","value":"degradedReason"}},{"kind":"Field","name":{"kind":"Name","value":"grounded"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"field"}},{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}}]}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}}]}}]} as unknown as DocumentNode<SessionQuery, SessionQueryVariables>;
export const PowerStateDocument = {"__meta__":{"hash":"sha256:9cc13ca3839252798818f144dfdfe4e7c2f629615efaf5caa739ddafea9bd5b0"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"PowerState"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"powerState"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"windowed"}},{"kind":"Field","name":{"kind":"Name","value":"serverTime"}},{"kind":"Field","name":{"kind":"Name","value":"runtime"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"available"}},{"kind":"Field","name":{"kind":"Name","value":"version"}},{"kind":"Field","name":{"kind":"Name","value":"detail"}}]}},{"kind":"Field","name":{"kind":"Name","value":"activeWindows"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Window"}}]}},{"kind":"Field","name":{"kind":"Name","value":"runningServices"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Window"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PowerWindow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"openedBy"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"closeReason"}},{"kind":"Field","name":{"kind":"Name","value":"services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<PowerStateQuery, PowerStateQueryVariables>;
export const ServicesDocument = {"__meta__":{"hash":"sha256:7271e064b7051d441d38301bd77de789f25f154eefadc2cf2185fd77f1516477"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Component"}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Component"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Service"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"port"}}]}}]} as unknown as DocumentNode<ServicesQuery, ServicesQueryVariables>;
export const OpenWindowDocument = {"__meta__":{"hash":"sha256:3602510e476e937ff86b943ebb0c3db280023996a090cdc4a3757b4efb43d4ab"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"OpenWindow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"OpenWindowInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"openWindow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Window"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Window"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PowerWindow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"openedBy"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"closeReason"}},{"kind":"Field","name":{"kind":"Name","value":"services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<OpenWindowMutation, OpenWindowMutationVariables>;
export const ExtendWindowDocument = {"__meta__":{"hash":"sha256:fd69c9bd97d5b1954f7b8e4cc1818be557f2cc312ae07dc8a8bfab6f623dc2cf"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"ExtendWindow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ExtendWindowInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"extendWindow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Window"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Window"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PowerWindow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"openedBy"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"closeReason"}},{"kind":"Field","name":{"kind":"Name","value":"services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<ExtendWindowMutation, ExtendWindowMutationVariables>;
export const CloseWindowDocument = {"__meta__":{"hash":"sha256:08fea5edc7db6770f89f65a35d0f65e725e756121db3b9a0030eeee1a29984a7"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"mutation","name":{"kind":"Name","value":"CloseWindow"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"input"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"CloseWindowInput"}}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"closeWindow"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"input"},"value":{"kind":"Variable","name":{"kind":"Name","value":"input"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"ok"}},{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"correlationId"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Window"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Window"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PowerWindow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"openedBy"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"closeReason"}},{"kind":"Field","name":{"kind":"Name","value":"services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<CloseWindowMutation, CloseWindowMutationVariables>;
export const WindowChangedDocument = {"__meta__":{"hash":"sha256:6719d0446b655c753c94329e98c48bd5cb89c8ceae74327809a0b56e106affd3"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"WindowChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"afterSeq"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"windowChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}},{"kind":"Argument","name":{"kind":"Name","value":"afterSeq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"afterSeq"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"window"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Window"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Window"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"PowerWindow"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"mode"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"openedBy"}},{"kind":"Field","name":{"kind":"Name","value":"createdAt"}},{"kind":"Field","name":{"kind":"Name","value":"deadline"}},{"kind":"Field","name":{"kind":"Name","value":"closeReason"}},{"kind":"Field","name":{"kind":"Name","value":"services"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"state"}}]}},{"kind":"Field","name":{"kind":"Name","value":"failure"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"code"}},{"kind":"Field","name":{"kind":"Name","value":"message"}},{"kind":"Field","name":{"kind":"Name","value":"suggestion"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]} as unknown as DocumentNode<WindowChangedSubscription, WindowChangedSubscriptionVariables>;
export const ServiceChangedDocument = {"__meta__":{"hash":"sha256:4e8b178fd8419abb42912c093ef4454660d03d7c528867bff610cbdf8bb7b996"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"subscription","name":{"kind":"Name","value":"ServiceChanged"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"names"}},"type":{"kind":"ListType","type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"afterSeq"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"serviceChanged"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"names"},"value":{"kind":"Variable","name":{"kind":"Name","value":"names"}}},{"kind":"Argument","name":{"kind":"Name","value":"afterSeq"},"value":{"kind":"Variable","name":{"kind":"Name","value":"afterSeq"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"seq"}},{"kind":"Field","name":{"kind":"Name","value":"type"}},{"kind":"Field","name":{"kind":"Name","value":"at"}},{"kind":"Field","name":{"kind":"Name","value":"previous"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"FragmentSpread","name":{"kind":"Name","value":"Component"}}]}}]}}]}},{"kind":"FragmentDefinition","name":{"kind":"Name","value":"Component"},"typeCondition":{"kind":"NamedType","name":{"kind":"Name","value":"Service"}},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}},{"kind":"Field","name":{"kind":"Name","value":"description"}},{"kind":"Field","name":{"kind":"Name","value":"kind"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"observedAt"}},{"kind":"Field","name":{"kind":"Name","value":"port"}}]}}]} as unknown as DocumentNode<ServiceChangedSubscription, ServiceChangedSubscriptionVariables>;
export const StatusDocument = {"__meta__":{"hash":"sha256:ed16a34e9d5779eeb09ae668ce695b4e93cbc81b510677cbb70be297d4ab963f"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"status"}},{"kind":"Field","name":{"kind":"Name","value":"policy"}},{"kind":"Field","name":{"kind":"Name","value":"activeWindowCount"}},{"kind":"Field","name":{"kind":"Name","value":"generatedAt"}},{"kind":"Field","name":{"kind":"Name","value":"wokeServices"}},{"kind":"Field","name":{"kind":"Name","value":"components"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"checkedAt"}},{"kind":"Field","name":{"kind":"Name","value":"ageMs"}},{"kind":"Field","name":{"kind":"Name","value":"service"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"name"}}]}}]}}]}}]}}]} as unknown as DocumentNode<StatusQuery, StatusQueryVariables>;
export const EnginesDocument = {"__meta__":{"hash":"sha256:a987ef55be592a6e336f01b424be8b26dbc366179c479a14699b401c5d059ad4"},"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"Engines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"engines"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"provider"}},{"kind":"Field","name":{"kind":"Name","value":"model"}},{"kind":"Field","name":{"kind":"Name","value":"state"}},{"kind":"Field","name":{"kind":"Name","value":"reason"}},{"kind":"Field","name":{"kind":"Name","value":"hasCredentials"}}]}}]}}]} as unknown as DocumentNode<EnginesQuery, EnginesQueryVariables>;