import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { SessionRecord } from '../../subgraphs/operator/sessions/sessions.ts';
import type { MessageRecord } from '../../subgraphs/operator/sessions/messages.ts';
import type { ToolCallRecord } from '../../subgraphs/operator/sessions/tool-calls.ts';
import type { SwitchAdjustmentRecord } from '../../subgraphs/operator/sessions/switch-adjustments.ts';
import type { ChatOutcome } from '../../subgraphs/operator/chat/chat.ts';
import type { AnswerEvent } from '../../subgraphs/operator/answers/answer-log.ts';
import type { ServiceKey, WindowKey, EngineKey, FlagKey, OperatorContext } from '../../subgraphs/operator/context.ts';
export type Maybe<T> = T | null;
export type InputMaybe<T> = Maybe<T>;
export type Omit<T, K extends keyof T> = Pick<T, Exclude<keyof T, K>>;
export type RequireFields<T, K extends keyof T> = Omit<T, K> & { [P in K]-?: NonNullable<T[P]> };
/** All built-in and custom scalars, mapped to their actual values */
export type Scalars = {
  ID: { input: string; output: string; }
  String: { input: string; output: string; }
  Boolean: { input: boolean; output: boolean; }
  Int: { input: number; output: number; }
  Float: { input: number; output: number; }
  DateTime: { input: string; output: string; }
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

export type AutofixCycle = {
  __typename?: 'AutofixCycle';
  analysis: Scalars['String']['output'];
  number: Scalars['Int']['output'];
  proposals: Array<Proposal>;
  retest?: Maybe<ConductorRun>;
  status: StepStatus;
};

export type AutofixPayload = {
  __typename?: 'AutofixPayload';
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  run?: Maybe<AutofixRun>;
};

export type AutofixRun = {
  __typename?: 'AutofixRun';
  conductorRun: ConductorRun;
  cycles: Array<AutofixCycle>;
  id: Scalars['ID']['output'];
  maxCycles: Scalars['Int']['output'];
  status: RunStatus;
};

export type BrowserAction =
  | 'EXTRACT_TEXT'
  | 'NAVIGATE'
  | 'RUN_SCRIPT'
  | 'SCREENSHOT';

export type BrowserTask = {
  __typename?: 'BrowserTask';
  action: BrowserAction;
  createdAt: Scalars['DateTime']['output'];
  durationMs?: Maybe<Scalars['Int']['output']>;
  error?: Maybe<Scalars['String']['output']>;
  executedAt?: Maybe<Scalars['DateTime']['output']>;
  id: Scalars['ID']['output'];
  result?: Maybe<Scalars['JSON']['output']>;
  session?: Maybe<Session>;
  snapshotUrl?: Maybe<Scalars['String']['output']>;
  status: BrowserTaskStatus;
  text?: Maybe<Scalars['String']['output']>;
  title?: Maybe<Scalars['String']['output']>;
  url: Scalars['String']['output'];
};

export type BrowserTaskInput = {
  action?: BrowserAction;
  script?: InputMaybe<Scalars['String']['input']>;
  sessionId?: InputMaybe<Scalars['ID']['input']>;
  timeoutMs?: Scalars['Int']['input'];
  url: Scalars['String']['input'];
};

export type BrowserTaskPayload = {
  __typename?: 'BrowserTaskPayload';
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  task?: Maybe<BrowserTask>;
};

export type BrowserTaskStatus =
  | 'CANCELLED'
  | 'DONE'
  | 'FAILED'
  | 'PENDING'
  | 'REFUSED'
  | 'RUNNING'
  | 'TIMEOUT';

export type ChatDelta = {
  __typename?: 'ChatDelta';
  reasoning: Scalars['Boolean']['output'];
  seq: Scalars['Int']['output'];
  text: Scalars['String']['output'];
};

export type ChatError = {
  __typename?: 'ChatError';
  code: ChatErrorCode;
  message: Scalars['String']['output'];
  retryAfterSec?: Maybe<Scalars['Int']['output']>;
  retryable: Scalars['Boolean']['output'];
};

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

/** seq starts at 1 for each message. A subscriber that comes late gets a ChatSnapshot first. */
export type ChatEvent = ChatDelta | ChatFinished | ChatRestarted | ChatRouting | ChatSnapshot | ChatToolCall;

export type ChatFinished = {
  __typename?: 'ChatFinished';
  message: Message;
  seq: Scalars['Int']['output'];
};

export type ChatInput = {
  allowFallback?: Scalars['Boolean']['input'];
  contextSummary?: InputMaybe<Scalars['String']['input']>;
  /** Pin one engine; null lets the router choose. */
  engine?: InputMaybe<Scalars['ID']['input']>;
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  /** 1 to 32000 characters. */
  message: Scalars['String']['input'];
  metadata?: InputMaybe<Scalars['JSON']['input']>;
  /** A new session when left out. */
  sessionId?: InputMaybe<Scalars['ID']['input']>;
  userId?: Scalars['String']['input'];
  /** false: return the PENDING message at once and follow chatStream. true: wait for the end, at most 120 s: then the message comes as it is, STREAMING or PENDING, and goes on. Follow chatStream, or ask again with the same idempotencyKey to wait once more. */
  wait?: Scalars['Boolean']['input'];
};

export type ChatPayload = {
  __typename?: 'ChatPayload';
  correlationId: Scalars['ID']['output'];
  deduplicated: Scalars['Boolean']['output'];
  error?: Maybe<ChatError>;
  message?: Maybe<Message>;
  ok: Scalars['Boolean']['output'];
  session?: Maybe<Session>;
};

/** The engine died after text was shown: discard discardedCharacters of it, another one starts over. */
export type ChatRestarted = {
  __typename?: 'ChatRestarted';
  discardedCharacters: Scalars['Int']['output'];
  from?: Maybe<Engine>;
  reason: Scalars['String']['output'];
  seq: Scalars['Int']['output'];
  to?: Maybe<Engine>;
};

export type ChatRouting = {
  __typename?: 'ChatRouting';
  attempt: Scalars['Int']['output'];
  engine?: Maybe<Engine>;
  seq: Scalars['Int']['output'];
  why: Scalars['String']['output'];
};

export type ChatSnapshot = {
  __typename?: 'ChatSnapshot';
  content: Scalars['String']['output'];
  seq: Scalars['Int']['output'];
  status: MessageStatus;
};

export type ChatToolCall = {
  __typename?: 'ChatToolCall';
  seq: Scalars['Int']['output'];
  toolCall: ToolCall;
};

export type ComponentState =
  | 'DEGRADED'
  | 'ERROR'
  | 'OFF'
  | 'ON';

export type ComponentStatus = {
  __typename?: 'ComponentStatus';
  ageMs: Scalars['Int']['output'];
  checkedAt: Scalars['DateTime']['output'];
  latencyMs?: Maybe<Scalars['Int']['output']>;
  reason?: Maybe<Scalars['String']['output']>;
  service: Service;
  state: ComponentState;
};

export type ConductorInput = {
  cycles?: Scalars['Int']['input'];
  reason?: Scalars['String']['input'];
  services?: Array<Scalars['ID']['input']>;
  ttlSec?: Scalars['Int']['input'];
};

export type ConductorPayload = {
  __typename?: 'ConductorPayload';
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  run?: Maybe<ConductorRun>;
};

export type ConductorRun = {
  __typename?: 'ConductorRun';
  cycles: Scalars['Int']['output'];
  endedAt?: Maybe<Scalars['DateTime']['output']>;
  healthScore?: Maybe<Scalars['Float']['output']>;
  id: Scalars['ID']['output'];
  reason: Scalars['String']['output'];
  startedAt: Scalars['DateTime']['output'];
  status: RunStatus;
  steps: Array<ConductorStep>;
  throttleReasons: Array<Scalars['String']['output']>;
  throttled: Scalars['Boolean']['output'];
};

export type ConductorStep = {
  __typename?: 'ConductorStep';
  cycle: Scalars['Int']['output'];
  elapsedMs: Scalars['Int']['output'];
  error?: Maybe<Scalars['String']['output']>;
  metrics?: Maybe<Scalars['JSON']['output']>;
  name: Scalars['String']['output'];
  status: StepStatus;
};

export type ContextStrategy =
  | 'FULL'
  | 'SLIDING_WINDOW'
  | 'SUMMARY';

export type Engine = {
  __typename?: 'Engine';
  id: Scalars['ID']['output'];
};

export type EngineMetrics = {
  __typename?: 'EngineMetrics';
  engine: Engine;
  errors: Scalars['Int']['output'];
  requests: Scalars['Int']['output'];
};

export type FeatureFlag = {
  __typename?: 'FeatureFlag';
  key: Scalars['ID']['output'];
};

export type FileEntry = {
  __typename?: 'FileEntry';
  kind: FileKind;
  modifiedAt?: Maybe<Scalars['DateTime']['output']>;
  name: Scalars['String']['output'];
  path: Scalars['String']['output'];
  sizeBytes?: Maybe<Scalars['Float']['output']>;
};

export type FileKind =
  | 'DIRECTORY'
  | 'FILE';

export type FinishReason =
  | 'CANCELLED'
  | 'CONTENT_FILTER'
  | 'ERROR'
  | 'LENGTH'
  | 'STOP'
  | 'TOOL_CALLS';

export type Grounding = {
  __typename?: 'Grounding';
  field: Scalars['String']['output'];
  observedAt: Scalars['DateTime']['output'];
  value: Scalars['JSON']['output'];
};

export type LatencyStats = {
  __typename?: 'LatencyStats';
  p50Ms?: Maybe<Scalars['Float']['output']>;
  p95Ms?: Maybe<Scalars['Float']['output']>;
  p99Ms?: Maybe<Scalars['Float']['output']>;
  samples: Scalars['Int']['output'];
};

export type Message = {
  __typename?: 'Message';
  /** Who answered: an engine, or madre from live system state. */
  answeredBy?: Maybe<Responder>;
  attempts: Array<MessageAttempt>;
  content: Scalars['String']['output'];
  correlationId: Scalars['ID']['output'];
  createdAt: Scalars['DateTime']['output'];
  /** True when madre answered because no engine could. */
  degraded: Scalars['Boolean']['output'];
  degradedReason?: Maybe<Scalars['String']['output']>;
  /** Null for a user's message, and for an answer that madre gave itself. */
  engine?: Maybe<Engine>;
  error?: Maybe<ChatError>;
  finishReason?: Maybe<FinishReason>;
  firstTokenMs?: Maybe<Scalars['Int']['output']>;
  /** For madre's answers: each fact in the text, and when it was observed. */
  grounded: Array<Grounding>;
  id: Scalars['ID']['output'];
  metadata?: Maybe<Scalars['JSON']['output']>;
  /** Mutations the text proposes. Text never acts: a person confirms. */
  proposals: Array<Proposal>;
  role: Role;
  /** Which engine was chosen and why, with every candidate; null where no engine was considered. */
  route?: Maybe<MessageRoute>;
  session: Session;
  status: MessageStatus;
  toolCalls: Array<ToolCall>;
  totalMs?: Maybe<Scalars['Int']['output']>;
  usage?: Maybe<TokenUsage>;
};

export type MessageAttempt = {
  __typename?: 'MessageAttempt';
  charactersDiscarded?: Maybe<Scalars['Int']['output']>;
  engine: Engine;
  errorCode?: Maybe<Scalars['String']['output']>;
  firstTokenMs?: Maybe<Scalars['Int']['output']>;
  order: Scalars['Int']['output'];
  /** As in RouteOutcome; or RUNNING, or INTERRUPTED where switch or the server that asked it ended meanwhile. */
  outcome: Scalars['String']['output'];
  totalMs?: Maybe<Scalars['Int']['output']>;
};

export type MessageCandidate = {
  __typename?: 'MessageCandidate';
  eligible: Scalars['Boolean']['output'];
  engine: Engine;
  score: Scalars['Float']['output'];
  why: Scalars['String']['output'];
};

export type MessageConnection = {
  __typename?: 'MessageConnection';
  edges: Array<MessageEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type MessageEdge = {
  __typename?: 'MessageEdge';
  cursor: Scalars['String']['output'];
  node: Message;
};

export type MessageRoute = {
  __typename?: 'MessageRoute';
  candidates: Array<MessageCandidate>;
  reason: Scalars['String']['output'];
  strategy: Scalars['String']['output'];
};

export type MessageStatus =
  | 'CANCELLED'
  | 'COMPLETE'
  | 'FAILED'
  | 'PARTIAL'
  | 'PENDING'
  | 'STREAMING';

export type Metrics = {
  __typename?: 'Metrics';
  byEngine: Array<EngineMetrics>;
  byOperation: Array<OperationMetrics>;
  errorRate: Scalars['Float']['output'];
  errors: Scalars['Int']['output'];
  latency: LatencyStats;
  period: Period;
  requests: Scalars['Int']['output'];
  since: Scalars['DateTime']['output'];
};

export type Mutation = {
  __typename?: 'Mutation';
  cancelBrowserTask: BrowserTaskPayload;
  cancelChat: ChatPayload;
  cancelConductorRun: ConductorPayload;
  chat: ChatPayload;
  createBrowserTask: BrowserTaskPayload;
  deleteSession: SessionPayload;
  rateMessage: ChatPayload;
  recordSwitchAdjustment: SwitchAdjustmentPayload;
  recordToolCall: ToolCallPayload;
  renameSession: SessionPayload;
  startAutofixRun: AutofixPayload;
  startConductorRun: ConductorPayload;
};


export type MutationCancelBrowserTaskArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCancelChatArgs = {
  messageId: Scalars['ID']['input'];
};


export type MutationCancelConductorRunArgs = {
  id: Scalars['ID']['input'];
};


export type MutationChatArgs = {
  input: ChatInput;
};


export type MutationCreateBrowserTaskArgs = {
  input: BrowserTaskInput;
};


export type MutationDeleteSessionArgs = {
  id: Scalars['ID']['input'];
};


export type MutationRateMessageArgs = {
  comment?: InputMaybe<Scalars['String']['input']>;
  messageId: Scalars['ID']['input'];
  rating: Scalars['Int']['input'];
};


export type MutationRecordSwitchAdjustmentArgs = {
  input: SwitchAdjustmentInput;
};


export type MutationRecordToolCallArgs = {
  input: ToolCallInput;
};


export type MutationRenameSessionArgs = {
  id: Scalars['ID']['input'];
  title: Scalars['String']['input'];
};


export type MutationStartAutofixRunArgs = {
  conductorRunId: Scalars['ID']['input'];
  maxCycles?: Scalars['Int']['input'];
};


export type MutationStartConductorRunArgs = {
  input: ConductorInput;
};

export type OperationMetrics = {
  __typename?: 'OperationMetrics';
  errors: Scalars['Int']['output'];
  latency: LatencyStats;
  operation: Scalars['String']['output'];
  requests: Scalars['Int']['output'];
};

export type OverallStatus =
  | 'DEGRADED'
  | 'OFFLINE'
  | 'OK';

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type Period =
  | 'HOUR_1'
  | 'HOUR_6'
  | 'HOUR_24';

export type PowerWindow = {
  __typename?: 'PowerWindow';
  id: Scalars['ID']['output'];
  /** Conversations answered by a component that this window holds. */
  sessions: Array<Session>;
};


export type PowerWindowSessionsArgs = {
  first?: Scalars['Int']['input'];
};

export type Proposal = {
  __typename?: 'Proposal';
  allowed: Scalars['Boolean']['output'];
  mutation: Scalars['String']['output'];
  reason?: Maybe<Scalars['String']['output']>;
  summary: Scalars['String']['output'];
  variables: Scalars['JSON']['output'];
};

export type Query = {
  __typename?: 'Query';
  autofixRun?: Maybe<AutofixRun>;
  browserTask?: Maybe<BrowserTask>;
  browserTasks: Array<BrowserTask>;
  conductorRun?: Maybe<ConductorRun>;
  conductorRuns: Array<ConductorRun>;
  events: SystemEventConnection;
  files: Array<FileEntry>;
  message?: Maybe<Message>;
  metrics: Metrics;
  session?: Maybe<Session>;
  sessions: SessionConnection;
  shubDashboard: ShubDashboard;
  status: SystemStatus;
  toolCalls: Array<ToolCall>;
};


export type QueryAutofixRunArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBrowserTaskArgs = {
  id: Scalars['ID']['input'];
};


export type QueryBrowserTasksArgs = {
  first?: Scalars['Int']['input'];
  sessionId?: InputMaybe<Scalars['ID']['input']>;
};


export type QueryConductorRunArgs = {
  id: Scalars['ID']['input'];
};


export type QueryConductorRunsArgs = {
  first?: Scalars['Int']['input'];
};


export type QueryEventsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  correlationId?: InputMaybe<Scalars['ID']['input']>;
  first?: Scalars['Int']['input'];
  types?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type QueryFilesArgs = {
  path?: Scalars['String']['input'];
};


export type QueryMessageArgs = {
  id: Scalars['ID']['input'];
};


export type QueryMetricsArgs = {
  period?: Period;
};


export type QuerySessionArgs = {
  id: Scalars['ID']['input'];
};


export type QuerySessionsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  search?: InputMaybe<Scalars['String']['input']>;
};


export type QueryToolCallsArgs = {
  sessionId: Scalars['ID']['input'];
};

export type Responder =
  | 'ENGINE'
  | 'MADRE';

export type Role =
  | 'ASSISTANT'
  | 'SYSTEM'
  | 'TOOL'
  | 'USER';

export type RunStatus =
  | 'CANCELLED'
  | 'FAILED'
  | 'PARTIAL'
  | 'PASSED'
  | 'QUEUED'
  | 'RUNNING';

export type Service = {
  __typename?: 'Service';
  name: Scalars['ID']['output'];
  /** Answers given while this component was the engine's host, newest first. */
  recentMessages: Array<Message>;
};


export type ServiceRecentMessagesArgs = {
  first?: Scalars['Int']['input'];
};

/** A conversation. It outlives restarts and windows. */
export type Session = {
  __typename?: 'Session';
  browserTasks: Array<BrowserTask>;
  context: SessionContext;
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  messageCount: Scalars['Int']['output'];
  messages: MessageConnection;
  source: SessionSource;
  title?: Maybe<Scalars['String']['output']>;
  updatedAt: Scalars['DateTime']['output'];
  userId: Scalars['String']['output'];
};


/** A conversation. It outlives restarts and windows. */
export type SessionBrowserTasksArgs = {
  first?: Scalars['Int']['input'];
};


/** A conversation. It outlives restarts and windows. */
export type SessionMessagesArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  before?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  last?: InputMaybe<Scalars['Int']['input']>;
};

export type SessionConnection = {
  __typename?: 'SessionConnection';
  edges: Array<SessionEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

/** Context-7: what is sent to the engine, and what was left out. */
export type SessionContext = {
  __typename?: 'SessionContext';
  droppedMessages: Scalars['Int']['output'];
  estimatedTokens: Scalars['Int']['output'];
  hints: Array<Scalars['String']['output']>;
  keptMessages: Scalars['Int']['output'];
  maxMessages: Scalars['Int']['output'];
  strategy: ContextStrategy;
  summary?: Maybe<Scalars['String']['output']>;
  topic?: Maybe<Scalars['String']['output']>;
};

export type SessionEdge = {
  __typename?: 'SessionEdge';
  cursor: Scalars['String']['output'];
  node: Session;
};

export type SessionPayload = {
  __typename?: 'SessionPayload';
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  session?: Maybe<Session>;
};

export type SessionSource =
  | 'API'
  | 'CLI'
  | 'MCP'
  | 'REST'
  | 'WEB';

export type Severity =
  | 'ERROR'
  | 'INFO'
  | 'NOTICE'
  | 'WARNING';

export type ShubDashboard = {
  __typename?: 'ShubDashboard';
  activeSessions?: Maybe<Scalars['Int']['output']>;
  observedAt?: Maybe<Scalars['DateTime']['output']>;
  projects?: Maybe<Scalars['Int']['output']>;
  reason?: Maybe<Scalars['String']['output']>;
  resources?: Maybe<Scalars['JSON']['output']>;
  state: ComponentState;
};

export type StepStatus =
  | 'DEGRADED'
  | 'FAIL'
  | 'OK'
  | 'SKIPPED'
  | 'TIMEOUT';

export type SubgraphState =
  /** Off by policy, or of unknown state: answered with SERVICE_ASLEEP and never called. */
  | 'ASLEEP'
  | 'READY'
  /** Answered with SERVICE_UNREACHABLE. */
  | 'UNREACHABLE';

/** A part of the graph as operator knows it: madre by whether she answers, switch by what madre reports of it. */
export type SubgraphStatus = {
  __typename?: 'SubgraphStatus';
  name: Scalars['ID']['output'];
  /** Null for one that is ready. */
  reason?: Maybe<Scalars['String']['output']>;
  /** The fields that it begins, such as Query.services. They can be answered where it is READY. */
  rootFields: Array<Scalars['String']['output']>;
  state: SubgraphState;
};

export type Subscription = {
  __typename?: 'Subscription';
  browserTaskChanged: BrowserTask;
  chatStream: ChatEvent;
  conductorRunChanged: ConductorRun;
  eventAdded: SystemEvent;
  metricsChanged: Metrics;
  sessionChanged: Session;
  statusChanged: SystemStatus;
};


export type SubscriptionBrowserTaskChangedArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionChatStreamArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
  messageId: Scalars['ID']['input'];
};


export type SubscriptionConductorRunChangedArgs = {
  id: Scalars['ID']['input'];
};


export type SubscriptionEventAddedArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
  types?: InputMaybe<Array<Scalars['String']['input']>>;
};


export type SubscriptionMetricsChangedArgs = {
  intervalMs?: Scalars['Int']['input'];
};


export type SubscriptionSessionChangedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};

export type SwitchAdjustment = {
  __typename?: 'SwitchAdjustment';
  after: Scalars['JSON']['output'];
  applied: Scalars['Boolean']['output'];
  appliedAt?: Maybe<Scalars['DateTime']['output']>;
  before: Scalars['JSON']['output'];
  createdAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  messageId?: Maybe<Scalars['ID']['output']>;
  reason: Scalars['String']['output'];
  session: Session;
};

export type SwitchAdjustmentInput = {
  after: Scalars['JSON']['input'];
  apply?: Scalars['Boolean']['input'];
  before: Scalars['JSON']['input'];
  messageId?: InputMaybe<Scalars['ID']['input']>;
  reason: Scalars['String']['input'];
  sessionId: Scalars['ID']['input'];
};

export type SwitchAdjustmentPayload = {
  __typename?: 'SwitchAdjustmentPayload';
  adjustment?: Maybe<SwitchAdjustment>;
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
};

export type SystemEvent = {
  __typename?: 'SystemEvent';
  at: Scalars['DateTime']['output'];
  correlationId?: Maybe<Scalars['ID']['output']>;
  data?: Maybe<Scalars['JSON']['output']>;
  seq: Scalars['Int']['output'];
  severity: Severity;
  source: Scalars['String']['output'];
  summary: Scalars['String']['output'];
  type: Scalars['String']['output'];
};

export type SystemEventConnection = {
  __typename?: 'SystemEventConnection';
  edges: Array<SystemEventEdge>;
  pageInfo: PageInfo;
};

export type SystemEventEdge = {
  __typename?: 'SystemEventEdge';
  cursor: Scalars['String']['output'];
  node: SystemEvent;
};

/** The whole stack at a glance. Reading it starts, wakes and probes nothing that is off. */
export type SystemStatus = {
  __typename?: 'SystemStatus';
  activeWindowCount?: Maybe<Scalars['Int']['output']>;
  components: Array<ComponentStatus>;
  features?: Maybe<Array<FeatureFlag>>;
  generatedAt: Scalars['DateTime']['output'];
  policy?: Maybe<Scalars['String']['output']>;
  status: OverallStatus;
  /** Which part of the graph can be answered: one entry for each subgraph. */
  subgraphs: Array<SubgraphStatus>;
  wokeServices: Scalars['Boolean']['output'];
};

export type TokenUsage = {
  __typename?: 'TokenUsage';
  completionTokens: Scalars['Int']['output'];
  costUsd?: Maybe<Scalars['Float']['output']>;
  estimated: Scalars['Boolean']['output'];
  promptTokens: Scalars['Int']['output'];
  reasoningTokens?: Maybe<Scalars['Int']['output']>;
  totalTokens: Scalars['Int']['output'];
};

export type ToolCall = {
  __typename?: 'ToolCall';
  arguments?: Maybe<Scalars['JSON']['output']>;
  createdAt: Scalars['DateTime']['output'];
  durationMs?: Maybe<Scalars['Int']['output']>;
  error?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  messageId: Scalars['ID']['output'];
  result?: Maybe<Scalars['JSON']['output']>;
  status: ToolCallStatus;
  tool: Scalars['String']['output'];
};

export type ToolCallInput = {
  durationMs?: InputMaybe<Scalars['Int']['input']>;
  error?: InputMaybe<Scalars['String']['input']>;
  messageId: Scalars['ID']['input'];
  result?: InputMaybe<Scalars['JSON']['input']>;
  status: ToolCallStatus;
  tool: Scalars['String']['input'];
};

export type ToolCallPayload = {
  __typename?: 'ToolCallPayload';
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  toolCall?: Maybe<ToolCall>;
};

export type ToolCallStatus =
  | 'DENIED'
  | 'ERROR'
  | 'OK'
  | 'PENDING'
  | 'RUNNING';



export type ResolverTypeWrapper<T> = Promise<T> | T;

export type ReferenceResolver<TResult, TReference, TContext> = (
      reference: TReference,
      context: TContext,
      info: GraphQLResolveInfo
    ) => Promise<TResult> | TResult;

      type ScalarCheck<T, S> = S extends true ? T : NullableCheck<T, S>;
      type NullableCheck<T, S> = Maybe<T> extends T ? Maybe<ListCheck<NonNullable<T>, S>> : ListCheck<T, S>;
      type ListCheck<T, S> = T extends (infer U)[] ? NullableCheck<U, S>[] : GraphQLRecursivePick<T, S>;
      export type GraphQLRecursivePick<T, S> = { [K in keyof T & keyof S]: ScalarCheck<T[K], S[K]> };
    
export type Resolver<TResult, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = ResolverFn<TResult, TParent, TContext, TArgs>;

export type ResolverFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => Promise<TResult> | TResult;

export type SubscriptionSubscribeFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => AsyncIterable<TResult> | Promise<AsyncIterable<TResult>>;

export type SubscriptionResolveFn<TResult, TParent, TContext, TArgs> = (
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

export interface SubscriptionSubscriberObject<TResult, TKey extends string, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<{ [key in TKey]: TResult }, TParent, TContext, TArgs>;
  resolve?: SubscriptionResolveFn<TResult, { [key in TKey]: TResult }, TContext, TArgs>;
}

export interface SubscriptionResolverObject<TResult, TParent, TContext, TArgs> {
  subscribe: SubscriptionSubscribeFn<any, TParent, TContext, TArgs>;
  resolve: SubscriptionResolveFn<TResult, any, TContext, TArgs>;
}

export type SubscriptionObject<TResult, TKey extends string, TParent, TContext, TArgs> =
  | SubscriptionSubscriberObject<TResult, TKey, TParent, TContext, TArgs>
  | SubscriptionResolverObject<TResult, TParent, TContext, TArgs>;

export type SubscriptionResolver<TResult, TKey extends string, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> =
  | ((...args: any[]) => SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>)
  | SubscriptionObject<TResult, TKey, TParent, TContext, TArgs>;

export type TypeResolveFn<TTypes, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (
  parent: TParent,
  context: TContext,
  info: GraphQLResolveInfo
) => Maybe<TTypes> | Promise<Maybe<TTypes>>;

export type IsTypeOfResolverFn<T = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>> = (obj: T, context: TContext, info: GraphQLResolveInfo) => boolean | Promise<boolean>;

export type NextResolverFn<T> = () => Promise<T>;

export type DirectiveResolverFn<TResult = Record<PropertyKey, never>, TParent = Record<PropertyKey, never>, TContext = Record<PropertyKey, never>, TArgs = Record<PropertyKey, never>> = (
  next: NextResolverFn<TResult>,
  parent: TParent,
  args: TArgs,
  context: TContext,
  info: GraphQLResolveInfo
) => TResult | Promise<TResult>;

/** Mapping of federation types */
export type FederationTypes = {
  AutofixRun: AutofixRun;
  BrowserTask: BrowserTask;
  ConductorRun: ConductorRun;
  Message: Message;
  PowerWindow: PowerWindow;
  Service: Service;
  Session: Session;
  SwitchAdjustment: SwitchAdjustment;
  ToolCall: ToolCall;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  AutofixRun:
    ( { __typename: 'AutofixRun' }
    & GraphQLRecursivePick<FederationTypes['AutofixRun'], {"id":true}> );
  BrowserTask:
    ( { __typename: 'BrowserTask' }
    & GraphQLRecursivePick<FederationTypes['BrowserTask'], {"id":true}> );
  ConductorRun:
    ( { __typename: 'ConductorRun' }
    & GraphQLRecursivePick<FederationTypes['ConductorRun'], {"id":true}> );
  Message:
    ( { __typename: 'Message' }
    & GraphQLRecursivePick<FederationTypes['Message'], {"id":true}> );
  PowerWindow:
    ( { __typename: 'PowerWindow' }
    & GraphQLRecursivePick<FederationTypes['PowerWindow'], {"id":true}> );
  Service:
    ( { __typename: 'Service' }
    & GraphQLRecursivePick<FederationTypes['Service'], {"name":true}> );
  Session:
    ( { __typename: 'Session' }
    & GraphQLRecursivePick<FederationTypes['Session'], {"id":true}> );
  SwitchAdjustment:
    ( { __typename: 'SwitchAdjustment' }
    & GraphQLRecursivePick<FederationTypes['SwitchAdjustment'], {"id":true}> );
  ToolCall:
    ( { __typename: 'ToolCall' }
    & GraphQLRecursivePick<FederationTypes['ToolCall'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AutofixCycle: ResolverTypeWrapper<AutofixCycle>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AutofixPayload: ResolverTypeWrapper<AutofixPayload>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  AutofixRun: ResolverTypeWrapper<AutofixRun>;
  BrowserAction: BrowserAction;
  BrowserTask: ResolverTypeWrapper<Omit<BrowserTask, 'session'> & { session?: Maybe<ResolversTypes['Session']> }>;
  BrowserTaskInput: BrowserTaskInput;
  BrowserTaskPayload: ResolverTypeWrapper<Omit<BrowserTaskPayload, 'task'> & { task?: Maybe<ResolversTypes['BrowserTask']> }>;
  BrowserTaskStatus: BrowserTaskStatus;
  ChatDelta: ResolverTypeWrapper<ChatDelta>;
  ChatError: ResolverTypeWrapper<ChatError>;
  ChatErrorCode: ChatErrorCode;
  ChatEvent: ResolverTypeWrapper<AnswerEvent>;
  ChatFinished: ResolverTypeWrapper<Omit<ChatFinished, 'message'> & { message: ResolversTypes['Message'] }>;
  ChatInput: ChatInput;
  ChatPayload: ResolverTypeWrapper<ChatOutcome>;
  ChatRestarted: ResolverTypeWrapper<Omit<ChatRestarted, 'from' | 'to'> & { from?: Maybe<ResolversTypes['Engine']>, to?: Maybe<ResolversTypes['Engine']> }>;
  ChatRouting: ResolverTypeWrapper<Omit<ChatRouting, 'engine'> & { engine?: Maybe<ResolversTypes['Engine']> }>;
  ChatSnapshot: ResolverTypeWrapper<ChatSnapshot>;
  ChatToolCall: ResolverTypeWrapper<Omit<ChatToolCall, 'toolCall'> & { toolCall: ResolversTypes['ToolCall'] }>;
  ComponentState: ComponentState;
  ComponentStatus: ResolverTypeWrapper<Omit<ComponentStatus, 'service'> & { service: ResolversTypes['Service'] }>;
  ConductorInput: ConductorInput;
  ConductorPayload: ResolverTypeWrapper<ConductorPayload>;
  ConductorRun: ResolverTypeWrapper<ConductorRun>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ConductorStep: ResolverTypeWrapper<ConductorStep>;
  ContextStrategy: ContextStrategy;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Engine: ResolverTypeWrapper<EngineKey>;
  EngineMetrics: ResolverTypeWrapper<Omit<EngineMetrics, 'engine'> & { engine: ResolversTypes['Engine'] }>;
  FeatureFlag: ResolverTypeWrapper<FlagKey>;
  FileEntry: ResolverTypeWrapper<FileEntry>;
  FileKind: FileKind;
  FinishReason: FinishReason;
  Grounding: ResolverTypeWrapper<Grounding>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LatencyStats: ResolverTypeWrapper<LatencyStats>;
  Message: ResolverTypeWrapper<MessageRecord>;
  MessageAttempt: ResolverTypeWrapper<Omit<MessageAttempt, 'engine'> & { engine: ResolversTypes['Engine'] }>;
  MessageCandidate: ResolverTypeWrapper<Omit<MessageCandidate, 'engine'> & { engine: ResolversTypes['Engine'] }>;
  MessageConnection: ResolverTypeWrapper<Omit<MessageConnection, 'edges'> & { edges: Array<ResolversTypes['MessageEdge']> }>;
  MessageEdge: ResolverTypeWrapper<Omit<MessageEdge, 'node'> & { node: ResolversTypes['Message'] }>;
  MessageRoute: ResolverTypeWrapper<Omit<MessageRoute, 'candidates'> & { candidates: Array<ResolversTypes['MessageCandidate']> }>;
  MessageStatus: MessageStatus;
  Metrics: ResolverTypeWrapper<Omit<Metrics, 'byEngine'> & { byEngine: Array<ResolversTypes['EngineMetrics']> }>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  OperationMetrics: ResolverTypeWrapper<OperationMetrics>;
  OverallStatus: OverallStatus;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  Period: Period;
  PowerWindow: ResolverTypeWrapper<WindowKey>;
  Proposal: ResolverTypeWrapper<Proposal>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Responder: Responder;
  Role: Role;
  RunStatus: RunStatus;
  Service: ResolverTypeWrapper<ServiceKey>;
  Session: ResolverTypeWrapper<SessionRecord>;
  SessionConnection: ResolverTypeWrapper<Omit<SessionConnection, 'edges'> & { edges: Array<ResolversTypes['SessionEdge']> }>;
  SessionContext: ResolverTypeWrapper<SessionContext>;
  SessionEdge: ResolverTypeWrapper<Omit<SessionEdge, 'node'> & { node: ResolversTypes['Session'] }>;
  SessionPayload: ResolverTypeWrapper<Omit<SessionPayload, 'session'> & { session?: Maybe<ResolversTypes['Session']> }>;
  SessionSource: SessionSource;
  Severity: Severity;
  ShubDashboard: ResolverTypeWrapper<ShubDashboard>;
  StepStatus: StepStatus;
  SubgraphState: SubgraphState;
  SubgraphStatus: ResolverTypeWrapper<SubgraphStatus>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SwitchAdjustment: ResolverTypeWrapper<SwitchAdjustmentRecord>;
  SwitchAdjustmentInput: SwitchAdjustmentInput;
  SwitchAdjustmentPayload: ResolverTypeWrapper<Omit<SwitchAdjustmentPayload, 'adjustment'> & { adjustment?: Maybe<ResolversTypes['SwitchAdjustment']> }>;
  SystemEvent: ResolverTypeWrapper<SystemEvent>;
  SystemEventConnection: ResolverTypeWrapper<SystemEventConnection>;
  SystemEventEdge: ResolverTypeWrapper<SystemEventEdge>;
  SystemStatus: ResolverTypeWrapper<Omit<SystemStatus, 'components' | 'features'> & { components: Array<ResolversTypes['ComponentStatus']>, features?: Maybe<Array<ResolversTypes['FeatureFlag']>> }>;
  TokenUsage: ResolverTypeWrapper<TokenUsage>;
  ToolCall: ResolverTypeWrapper<ToolCallRecord>;
  ToolCallInput: ToolCallInput;
  ToolCallPayload: ResolverTypeWrapper<Omit<ToolCallPayload, 'toolCall'> & { toolCall?: Maybe<ResolversTypes['ToolCall']> }>;
  ToolCallStatus: ToolCallStatus;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AutofixCycle: AutofixCycle;
  Int: Scalars['Int']['output'];
  AutofixPayload: AutofixPayload;
  ID: Scalars['ID']['output'];
  Boolean: Scalars['Boolean']['output'];
  AutofixRun: AutofixRun | FederationReferenceTypes['AutofixRun'];
  BrowserTask: Omit<BrowserTask, 'session'> & { session?: Maybe<ResolversParentTypes['Session']> } | FederationReferenceTypes['BrowserTask'];
  BrowserTaskInput: BrowserTaskInput;
  BrowserTaskPayload: Omit<BrowserTaskPayload, 'task'> & { task?: Maybe<ResolversParentTypes['BrowserTask']> };
  ChatDelta: ChatDelta;
  ChatError: ChatError;
  ChatEvent: AnswerEvent;
  ChatFinished: Omit<ChatFinished, 'message'> & { message: ResolversParentTypes['Message'] };
  ChatInput: ChatInput;
  ChatPayload: ChatOutcome;
  ChatRestarted: Omit<ChatRestarted, 'from' | 'to'> & { from?: Maybe<ResolversParentTypes['Engine']>, to?: Maybe<ResolversParentTypes['Engine']> };
  ChatRouting: Omit<ChatRouting, 'engine'> & { engine?: Maybe<ResolversParentTypes['Engine']> };
  ChatSnapshot: ChatSnapshot;
  ChatToolCall: Omit<ChatToolCall, 'toolCall'> & { toolCall: ResolversParentTypes['ToolCall'] };
  ComponentStatus: Omit<ComponentStatus, 'service'> & { service: ResolversParentTypes['Service'] };
  ConductorInput: ConductorInput;
  ConductorPayload: ConductorPayload;
  ConductorRun: ConductorRun | FederationReferenceTypes['ConductorRun'];
  Float: Scalars['Float']['output'];
  ConductorStep: ConductorStep;
  DateTime: Scalars['DateTime']['output'];
  Engine: EngineKey;
  EngineMetrics: Omit<EngineMetrics, 'engine'> & { engine: ResolversParentTypes['Engine'] };
  FeatureFlag: FlagKey;
  FileEntry: FileEntry;
  Grounding: Grounding;
  JSON: Scalars['JSON']['output'];
  LatencyStats: LatencyStats;
  Message: MessageRecord;
  MessageAttempt: Omit<MessageAttempt, 'engine'> & { engine: ResolversParentTypes['Engine'] };
  MessageCandidate: Omit<MessageCandidate, 'engine'> & { engine: ResolversParentTypes['Engine'] };
  MessageConnection: Omit<MessageConnection, 'edges'> & { edges: Array<ResolversParentTypes['MessageEdge']> };
  MessageEdge: Omit<MessageEdge, 'node'> & { node: ResolversParentTypes['Message'] };
  MessageRoute: Omit<MessageRoute, 'candidates'> & { candidates: Array<ResolversParentTypes['MessageCandidate']> };
  Metrics: Omit<Metrics, 'byEngine'> & { byEngine: Array<ResolversParentTypes['EngineMetrics']> };
  Mutation: Record<PropertyKey, never>;
  OperationMetrics: OperationMetrics;
  PageInfo: PageInfo;
  PowerWindow: WindowKey;
  Proposal: Proposal;
  Query: Record<PropertyKey, never>;
  Service: ServiceKey;
  Session: SessionRecord;
  SessionConnection: Omit<SessionConnection, 'edges'> & { edges: Array<ResolversParentTypes['SessionEdge']> };
  SessionContext: SessionContext;
  SessionEdge: Omit<SessionEdge, 'node'> & { node: ResolversParentTypes['Session'] };
  SessionPayload: Omit<SessionPayload, 'session'> & { session?: Maybe<ResolversParentTypes['Session']> };
  ShubDashboard: ShubDashboard;
  SubgraphStatus: SubgraphStatus;
  Subscription: Record<PropertyKey, never>;
  SwitchAdjustment: SwitchAdjustmentRecord;
  SwitchAdjustmentInput: SwitchAdjustmentInput;
  SwitchAdjustmentPayload: Omit<SwitchAdjustmentPayload, 'adjustment'> & { adjustment?: Maybe<ResolversParentTypes['SwitchAdjustment']> };
  SystemEvent: SystemEvent;
  SystemEventConnection: SystemEventConnection;
  SystemEventEdge: SystemEventEdge;
  SystemStatus: Omit<SystemStatus, 'components' | 'features'> & { components: Array<ResolversParentTypes['ComponentStatus']>, features?: Maybe<Array<ResolversParentTypes['FeatureFlag']>> };
  TokenUsage: TokenUsage;
  ToolCall: ToolCallRecord;
  ToolCallInput: ToolCallInput;
  ToolCallPayload: Omit<ToolCallPayload, 'toolCall'> & { toolCall?: Maybe<ResolversParentTypes['ToolCall']> };
  String: Scalars['String']['output'];
};

export type ResumableDirectiveArgs = {
  argument?: Scalars['String']['input'];
  cursor?: Scalars['String']['input'];
};

export type ResumableDirectiveResolver<Result, Parent, ContextType = OperatorContext, Args = ResumableDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AutofixCycleResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['AutofixCycle'] = ResolversParentTypes['AutofixCycle']> = {
  analysis?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  number?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  proposals?: Resolver<Array<ResolversTypes['Proposal']>, ParentType, ContextType>;
  retest?: Resolver<Maybe<ResolversTypes['ConductorRun']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['StepStatus'], ParentType, ContextType>;
};

export type AutofixPayloadResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['AutofixPayload'] = ResolversParentTypes['AutofixPayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['AutofixRun']>, ParentType, ContextType>;
};

export type AutofixRunResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['AutofixRun'] = ResolversParentTypes['AutofixRun'], FederationReferenceType extends FederationReferenceTypes['AutofixRun'] = FederationReferenceTypes['AutofixRun']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AutofixRun']> | FederationReferenceType, FederationReferenceType, ContextType>;
  conductorRun?: Resolver<ResolversTypes['ConductorRun'], ParentType, ContextType>;
  cycles?: Resolver<Array<ResolversTypes['AutofixCycle']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  maxCycles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
};

export type BrowserTaskResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['BrowserTask'] = ResolversParentTypes['BrowserTask'], FederationReferenceType extends FederationReferenceTypes['BrowserTask'] = FederationReferenceTypes['BrowserTask']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['BrowserTask']> | FederationReferenceType, FederationReferenceType, ContextType>;
  action?: Resolver<ResolversTypes['BrowserAction'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  executedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
  snapshotUrl?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['BrowserTaskStatus'], ParentType, ContextType>;
  text?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  url?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type BrowserTaskPayloadResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['BrowserTaskPayload'] = ResolversParentTypes['BrowserTaskPayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['BrowserTask']>, ParentType, ContextType>;
};

export type ChatDeltaResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatDelta'] = ResolversParentTypes['ChatDelta']> = {
  reasoning?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChatErrorResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatError'] = ResolversParentTypes['ChatError']> = {
  code?: Resolver<ResolversTypes['ChatErrorCode'], ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  retryAfterSec?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  retryable?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ChatEventResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatEvent'] = ResolversParentTypes['ChatEvent']> = {
  __resolveType: TypeResolveFn<'ChatDelta' | 'ChatFinished' | 'ChatRestarted' | 'ChatRouting' | 'ChatSnapshot' | 'ChatToolCall', ParentType, ContextType>;
};

export type ChatFinishedResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatFinished'] = ResolversParentTypes['ChatFinished']> = {
  message?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChatPayloadResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatPayload'] = ResolversParentTypes['ChatPayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  deduplicated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['ChatError']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
};

export type ChatRestartedResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatRestarted'] = ResolversParentTypes['ChatRestarted']> = {
  discardedCharacters?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  from?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  to?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChatRoutingResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatRouting'] = ResolversParentTypes['ChatRouting']> = {
  attempt?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  engine?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChatSnapshotResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatSnapshot'] = ResolversParentTypes['ChatSnapshot']> = {
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['MessageStatus'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ChatToolCallResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ChatToolCall'] = ResolversParentTypes['ChatToolCall']> = {
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  toolCall?: Resolver<ResolversTypes['ToolCall'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ComponentStatusResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ComponentStatus'] = ResolversParentTypes['ComponentStatus']> = {
  ageMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  checkedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  latencyMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ComponentState'], ParentType, ContextType>;
};

export type ConductorPayloadResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ConductorPayload'] = ResolversParentTypes['ConductorPayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  run?: Resolver<Maybe<ResolversTypes['ConductorRun']>, ParentType, ContextType>;
};

export type ConductorRunResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ConductorRun'] = ResolversParentTypes['ConductorRun'], FederationReferenceType extends FederationReferenceTypes['ConductorRun'] = FederationReferenceTypes['ConductorRun']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ConductorRun']> | FederationReferenceType, FederationReferenceType, ContextType>;
  cycles?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  endedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  healthScore?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['RunStatus'], ParentType, ContextType>;
  steps?: Resolver<Array<ResolversTypes['ConductorStep']>, ParentType, ContextType>;
  throttleReasons?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  throttled?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type ConductorStepResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ConductorStep'] = ResolversParentTypes['ConductorStep']> = {
  cycle?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  elapsedMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  metrics?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['StepStatus'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EngineResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Engine'] = ResolversParentTypes['Engine']> = {
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type EngineMetricsResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['EngineMetrics'] = ResolversParentTypes['EngineMetrics']> = {
  engine?: Resolver<ResolversTypes['Engine'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FeatureFlagResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['FeatureFlag'] = ResolversParentTypes['FeatureFlag']> = {
  key?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type FileEntryResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['FileEntry'] = ResolversParentTypes['FileEntry']> = {
  kind?: Resolver<ResolversTypes['FileKind'], ParentType, ContextType>;
  modifiedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  path?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sizeBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type GroundingResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Grounding'] = ResolversParentTypes['Grounding']> = {
  field?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  value?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LatencyStatsResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['LatencyStats'] = ResolversParentTypes['LatencyStats']> = {
  p50Ms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  p95Ms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  p99Ms?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  samples?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MessageResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Message'] = ResolversParentTypes['Message'], FederationReferenceType extends FederationReferenceTypes['Message'] = FederationReferenceTypes['Message']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Message']> | FederationReferenceType, FederationReferenceType, ContextType>;
  answeredBy?: Resolver<Maybe<ResolversTypes['Responder']>, ParentType, ContextType>;
  attempts?: Resolver<Array<ResolversTypes['MessageAttempt']>, ParentType, ContextType>;
  content?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  degraded?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  degradedReason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  engine?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['ChatError']>, ParentType, ContextType>;
  finishReason?: Resolver<Maybe<ResolversTypes['FinishReason']>, ParentType, ContextType>;
  firstTokenMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  grounded?: Resolver<Array<ResolversTypes['Grounding']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  metadata?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  proposals?: Resolver<Array<ResolversTypes['Proposal']>, ParentType, ContextType>;
  role?: Resolver<ResolversTypes['Role'], ParentType, ContextType>;
  route?: Resolver<Maybe<ResolversTypes['MessageRoute']>, ParentType, ContextType>;
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['MessageStatus'], ParentType, ContextType>;
  toolCalls?: Resolver<Array<ResolversTypes['ToolCall']>, ParentType, ContextType>;
  totalMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  usage?: Resolver<Maybe<ResolversTypes['TokenUsage']>, ParentType, ContextType>;
};

export type MessageAttemptResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['MessageAttempt'] = ResolversParentTypes['MessageAttempt']> = {
  charactersDiscarded?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  engine?: Resolver<ResolversTypes['Engine'], ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firstTokenMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  totalMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type MessageCandidateResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['MessageCandidate'] = ResolversParentTypes['MessageCandidate']> = {
  eligible?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  engine?: Resolver<ResolversTypes['Engine'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MessageConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['MessageConnection'] = ResolversParentTypes['MessageConnection']> = {
  edges?: Resolver<Array<ResolversTypes['MessageEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type MessageEdgeResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['MessageEdge'] = ResolversParentTypes['MessageEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Message'], ParentType, ContextType>;
};

export type MessageRouteResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['MessageRoute'] = ResolversParentTypes['MessageRoute']> = {
  candidates?: Resolver<Array<ResolversTypes['MessageCandidate']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MetricsResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Metrics'] = ResolversParentTypes['Metrics']> = {
  byEngine?: Resolver<Array<ResolversTypes['EngineMetrics']>, ParentType, ContextType>;
  byOperation?: Resolver<Array<ResolversTypes['OperationMetrics']>, ParentType, ContextType>;
  errorRate?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latency?: Resolver<ResolversTypes['LatencyStats'], ParentType, ContextType>;
  period?: Resolver<ResolversTypes['Period'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  since?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelBrowserTask?: Resolver<ResolversTypes['BrowserTaskPayload'], ParentType, ContextType, RequireFields<MutationCancelBrowserTaskArgs, 'id'>>;
  cancelChat?: Resolver<ResolversTypes['ChatPayload'], ParentType, ContextType, RequireFields<MutationCancelChatArgs, 'messageId'>>;
  cancelConductorRun?: Resolver<ResolversTypes['ConductorPayload'], ParentType, ContextType, RequireFields<MutationCancelConductorRunArgs, 'id'>>;
  chat?: Resolver<ResolversTypes['ChatPayload'], ParentType, ContextType, RequireFields<MutationChatArgs, 'input'>>;
  createBrowserTask?: Resolver<ResolversTypes['BrowserTaskPayload'], ParentType, ContextType, RequireFields<MutationCreateBrowserTaskArgs, 'input'>>;
  deleteSession?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationDeleteSessionArgs, 'id'>>;
  rateMessage?: Resolver<ResolversTypes['ChatPayload'], ParentType, ContextType, RequireFields<MutationRateMessageArgs, 'messageId' | 'rating'>>;
  recordSwitchAdjustment?: Resolver<ResolversTypes['SwitchAdjustmentPayload'], ParentType, ContextType, RequireFields<MutationRecordSwitchAdjustmentArgs, 'input'>>;
  recordToolCall?: Resolver<ResolversTypes['ToolCallPayload'], ParentType, ContextType, RequireFields<MutationRecordToolCallArgs, 'input'>>;
  renameSession?: Resolver<ResolversTypes['SessionPayload'], ParentType, ContextType, RequireFields<MutationRenameSessionArgs, 'id' | 'title'>>;
  startAutofixRun?: Resolver<ResolversTypes['AutofixPayload'], ParentType, ContextType, RequireFields<MutationStartAutofixRunArgs, 'conductorRunId' | 'maxCycles'>>;
  startConductorRun?: Resolver<ResolversTypes['ConductorPayload'], ParentType, ContextType, RequireFields<MutationStartConductorRunArgs, 'input'>>;
};

export type OperationMetricsResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['OperationMetrics'] = ResolversParentTypes['OperationMetrics']> = {
  errors?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  latency?: Resolver<ResolversTypes['LatencyStats'], ParentType, ContextType>;
  operation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PowerWindowResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['PowerWindow'] = ResolversParentTypes['PowerWindow'], FederationReferenceType extends FederationReferenceTypes['PowerWindow'] = FederationReferenceTypes['PowerWindow']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PowerWindow']> | FederationReferenceType, FederationReferenceType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  sessions?: Resolver<Array<ResolversTypes['Session']>, ParentType, ContextType, RequireFields<PowerWindowSessionsArgs, 'first'>>;
};

export type ProposalResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Proposal'] = ResolversParentTypes['Proposal']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  mutation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  variables?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  autofixRun?: Resolver<Maybe<ResolversTypes['AutofixRun']>, ParentType, ContextType, RequireFields<QueryAutofixRunArgs, 'id'>>;
  browserTask?: Resolver<Maybe<ResolversTypes['BrowserTask']>, ParentType, ContextType, RequireFields<QueryBrowserTaskArgs, 'id'>>;
  browserTasks?: Resolver<Array<ResolversTypes['BrowserTask']>, ParentType, ContextType, RequireFields<QueryBrowserTasksArgs, 'first'>>;
  conductorRun?: Resolver<Maybe<ResolversTypes['ConductorRun']>, ParentType, ContextType, RequireFields<QueryConductorRunArgs, 'id'>>;
  conductorRuns?: Resolver<Array<ResolversTypes['ConductorRun']>, ParentType, ContextType, RequireFields<QueryConductorRunsArgs, 'first'>>;
  events?: Resolver<ResolversTypes['SystemEventConnection'], ParentType, ContextType, RequireFields<QueryEventsArgs, 'first'>>;
  files?: Resolver<Array<ResolversTypes['FileEntry']>, ParentType, ContextType, RequireFields<QueryFilesArgs, 'path'>>;
  message?: Resolver<Maybe<ResolversTypes['Message']>, ParentType, ContextType, RequireFields<QueryMessageArgs, 'id'>>;
  metrics?: Resolver<ResolversTypes['Metrics'], ParentType, ContextType, RequireFields<QueryMetricsArgs, 'period'>>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType, RequireFields<QuerySessionArgs, 'id'>>;
  sessions?: Resolver<ResolversTypes['SessionConnection'], ParentType, ContextType, RequireFields<QuerySessionsArgs, 'first'>>;
  shubDashboard?: Resolver<ResolversTypes['ShubDashboard'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SystemStatus'], ParentType, ContextType>;
  toolCalls?: Resolver<Array<ResolversTypes['ToolCall']>, ParentType, ContextType, RequireFields<QueryToolCallsArgs, 'sessionId'>>;
};

export type ServiceResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Service'] = ResolversParentTypes['Service'], FederationReferenceType extends FederationReferenceTypes['Service'] = FederationReferenceTypes['Service']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Service']> | FederationReferenceType, FederationReferenceType, ContextType>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  recentMessages?: Resolver<Array<ResolversTypes['Message']>, ParentType, ContextType, RequireFields<ServiceRecentMessagesArgs, 'first'>>;
};

export type SessionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Session'] = ResolversParentTypes['Session'], FederationReferenceType extends FederationReferenceTypes['Session'] = FederationReferenceTypes['Session']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Session']> | FederationReferenceType, FederationReferenceType, ContextType>;
  browserTasks?: Resolver<Array<ResolversTypes['BrowserTask']>, ParentType, ContextType, RequireFields<SessionBrowserTasksArgs, 'first'>>;
  context?: Resolver<ResolversTypes['SessionContext'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messageCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  messages?: Resolver<ResolversTypes['MessageConnection'], ParentType, ContextType, RequireFields<SessionMessagesArgs, 'first'>>;
  source?: Resolver<ResolversTypes['SessionSource'], ParentType, ContextType>;
  title?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  userId?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SessionConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SessionConnection'] = ResolversParentTypes['SessionConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SessionEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SessionContextResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SessionContext'] = ResolversParentTypes['SessionContext']> = {
  droppedMessages?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  estimatedTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  hints?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  keptMessages?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxMessages?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['ContextStrategy'], ParentType, ContextType>;
  summary?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  topic?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SessionEdgeResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SessionEdge'] = ResolversParentTypes['SessionEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type SessionPayloadResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SessionPayload'] = ResolversParentTypes['SessionPayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  session?: Resolver<Maybe<ResolversTypes['Session']>, ParentType, ContextType>;
};

export type ShubDashboardResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ShubDashboard'] = ResolversParentTypes['ShubDashboard']> = {
  activeSessions?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  observedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  projects?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  resources?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ComponentState'], ParentType, ContextType>;
};

export type SubgraphStatusResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SubgraphStatus'] = ResolversParentTypes['SubgraphStatus']> = {
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  rootFields?: Resolver<Array<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SubgraphState'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  browserTaskChanged?: SubscriptionResolver<ResolversTypes['BrowserTask'], "browserTaskChanged", ParentType, ContextType, RequireFields<SubscriptionBrowserTaskChangedArgs, 'id'>>;
  chatStream?: SubscriptionResolver<ResolversTypes['ChatEvent'], "chatStream", ParentType, ContextType, RequireFields<SubscriptionChatStreamArgs, 'messageId'>>;
  conductorRunChanged?: SubscriptionResolver<ResolversTypes['ConductorRun'], "conductorRunChanged", ParentType, ContextType, RequireFields<SubscriptionConductorRunChangedArgs, 'id'>>;
  eventAdded?: SubscriptionResolver<ResolversTypes['SystemEvent'], "eventAdded", ParentType, ContextType, Partial<SubscriptionEventAddedArgs>>;
  metricsChanged?: SubscriptionResolver<ResolversTypes['Metrics'], "metricsChanged", ParentType, ContextType, RequireFields<SubscriptionMetricsChangedArgs, 'intervalMs'>>;
  sessionChanged?: SubscriptionResolver<ResolversTypes['Session'], "sessionChanged", ParentType, ContextType, Partial<SubscriptionSessionChangedArgs>>;
  statusChanged?: SubscriptionResolver<ResolversTypes['SystemStatus'], "statusChanged", ParentType, ContextType>;
};

export type SwitchAdjustmentResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SwitchAdjustment'] = ResolversParentTypes['SwitchAdjustment'], FederationReferenceType extends FederationReferenceTypes['SwitchAdjustment'] = FederationReferenceTypes['SwitchAdjustment']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['SwitchAdjustment']> | FederationReferenceType, FederationReferenceType, ContextType>;
  after?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  applied?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  appliedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  before?: Resolver<ResolversTypes['JSON'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messageId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  session?: Resolver<ResolversTypes['Session'], ParentType, ContextType>;
};

export type SwitchAdjustmentPayloadResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SwitchAdjustmentPayload'] = ResolversParentTypes['SwitchAdjustmentPayload']> = {
  adjustment?: Resolver<Maybe<ResolversTypes['SwitchAdjustment']>, ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type SystemEventResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SystemEvent'] = ResolversParentTypes['SystemEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  correlationId?: Resolver<Maybe<ResolversTypes['ID']>, ParentType, ContextType>;
  data?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  severity?: Resolver<ResolversTypes['Severity'], ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  summary?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type SystemEventConnectionResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SystemEventConnection'] = ResolversParentTypes['SystemEventConnection']> = {
  edges?: Resolver<Array<ResolversTypes['SystemEventEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
};

export type SystemEventEdgeResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SystemEventEdge'] = ResolversParentTypes['SystemEventEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['SystemEvent'], ParentType, ContextType>;
};

export type SystemStatusResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['SystemStatus'] = ResolversParentTypes['SystemStatus']> = {
  activeWindowCount?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  components?: Resolver<Array<ResolversTypes['ComponentStatus']>, ParentType, ContextType>;
  features?: Resolver<Maybe<Array<ResolversTypes['FeatureFlag']>>, ParentType, ContextType>;
  generatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  policy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['OverallStatus'], ParentType, ContextType>;
  subgraphs?: Resolver<Array<ResolversTypes['SubgraphStatus']>, ParentType, ContextType>;
  wokeServices?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type TokenUsageResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['TokenUsage'] = ResolversParentTypes['TokenUsage']> = {
  completionTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  costUsd?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  estimated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  promptTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasoningTokens?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  totalTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type ToolCallResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ToolCall'] = ResolversParentTypes['ToolCall'], FederationReferenceType extends FederationReferenceTypes['ToolCall'] = FederationReferenceTypes['ToolCall']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['ToolCall']> | FederationReferenceType, FederationReferenceType, ContextType>;
  arguments?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  durationMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  messageId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['ToolCallStatus'], ParentType, ContextType>;
  tool?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ToolCallPayloadResolvers<ContextType = OperatorContext, ParentType extends ResolversParentTypes['ToolCallPayload'] = ResolversParentTypes['ToolCallPayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  toolCall?: Resolver<Maybe<ResolversTypes['ToolCall']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = OperatorContext> = {
  AutofixCycle?: AutofixCycleResolvers<ContextType>;
  AutofixPayload?: AutofixPayloadResolvers<ContextType>;
  AutofixRun?: AutofixRunResolvers<ContextType>;
  BrowserTask?: BrowserTaskResolvers<ContextType>;
  BrowserTaskPayload?: BrowserTaskPayloadResolvers<ContextType>;
  ChatDelta?: ChatDeltaResolvers<ContextType>;
  ChatError?: ChatErrorResolvers<ContextType>;
  ChatEvent?: ChatEventResolvers<ContextType>;
  ChatFinished?: ChatFinishedResolvers<ContextType>;
  ChatPayload?: ChatPayloadResolvers<ContextType>;
  ChatRestarted?: ChatRestartedResolvers<ContextType>;
  ChatRouting?: ChatRoutingResolvers<ContextType>;
  ChatSnapshot?: ChatSnapshotResolvers<ContextType>;
  ChatToolCall?: ChatToolCallResolvers<ContextType>;
  ComponentStatus?: ComponentStatusResolvers<ContextType>;
  ConductorPayload?: ConductorPayloadResolvers<ContextType>;
  ConductorRun?: ConductorRunResolvers<ContextType>;
  ConductorStep?: ConductorStepResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Engine?: EngineResolvers<ContextType>;
  EngineMetrics?: EngineMetricsResolvers<ContextType>;
  FeatureFlag?: FeatureFlagResolvers<ContextType>;
  FileEntry?: FileEntryResolvers<ContextType>;
  Grounding?: GroundingResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LatencyStats?: LatencyStatsResolvers<ContextType>;
  Message?: MessageResolvers<ContextType>;
  MessageAttempt?: MessageAttemptResolvers<ContextType>;
  MessageCandidate?: MessageCandidateResolvers<ContextType>;
  MessageConnection?: MessageConnectionResolvers<ContextType>;
  MessageEdge?: MessageEdgeResolvers<ContextType>;
  MessageRoute?: MessageRouteResolvers<ContextType>;
  Metrics?: MetricsResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  OperationMetrics?: OperationMetricsResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PowerWindow?: PowerWindowResolvers<ContextType>;
  Proposal?: ProposalResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Service?: ServiceResolvers<ContextType>;
  Session?: SessionResolvers<ContextType>;
  SessionConnection?: SessionConnectionResolvers<ContextType>;
  SessionContext?: SessionContextResolvers<ContextType>;
  SessionEdge?: SessionEdgeResolvers<ContextType>;
  SessionPayload?: SessionPayloadResolvers<ContextType>;
  ShubDashboard?: ShubDashboardResolvers<ContextType>;
  SubgraphStatus?: SubgraphStatusResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  SwitchAdjustment?: SwitchAdjustmentResolvers<ContextType>;
  SwitchAdjustmentPayload?: SwitchAdjustmentPayloadResolvers<ContextType>;
  SystemEvent?: SystemEventResolvers<ContextType>;
  SystemEventConnection?: SystemEventConnectionResolvers<ContextType>;
  SystemEventEdge?: SystemEventEdgeResolvers<ContextType>;
  SystemStatus?: SystemStatusResolvers<ContextType>;
  TokenUsage?: TokenUsageResolvers<ContextType>;
  ToolCall?: ToolCallResolvers<ContextType>;
  ToolCallPayload?: ToolCallPayloadResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = OperatorContext> = {
  resumable?: ResumableDirectiveResolver<any, any, ContextType>;
};
