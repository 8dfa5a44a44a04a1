import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { ServiceKey, MadreContext } from '../../subgraphs/madre/context.ts';
import type { WindowRecord, WindowResult, WindowFailure } from '../../subgraphs/madre/windows/record/window-record.ts';
import type { FlagRecord } from '../../subgraphs/madre/flags/flag-record.ts';
import type { IntentRecord } from '../../subgraphs/madre/intents/intent-record.ts';
import type { AuditRecord } from '../../subgraphs/madre/journal/audit-log.ts';
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
  /** An instant, RFC 3339 with milliseconds, UTC. */
  DateTime: { input: string; output: string; }
  /** Free-form JSON; used only where the shape belongs to somebody else. */
  JSON: { input: unknown; output: unknown; }
  _FieldSet: { input: string; output: string; }
};

export type AuditEntry = {
  __typename?: 'AuditEntry';
  action: Scalars['String']['output'];
  actor: Scalars['String']['output'];
  at: Scalars['DateTime']['output'];
  component: Scalars['String']['output'];
  correlationId: Scalars['ID']['output'];
  detail?: Maybe<Scalars['JSON']['output']>;
  hash: Scalars['String']['output'];
  id: Scalars['ID']['output'];
  outcome: AuditOutcome;
  previousHash: Scalars['String']['output'];
  seq: Scalars['Int']['output'];
  target?: Maybe<Scalars['String']['output']>;
};

export type AuditEntryConnection = {
  __typename?: 'AuditEntryConnection';
  edges: Array<AuditEntryEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type AuditEntryEdge = {
  __typename?: 'AuditEntryEdge';
  cursor: Scalars['String']['output'];
  node: AuditEntry;
};

export type AuditOutcome =
  | 'DENIED'
  | 'FAILED'
  | 'OK'
  | 'PARTIAL';

export type AuditVerification = {
  __typename?: 'AuditVerification';
  checked: Scalars['Int']['output'];
  firstBrokenSeq?: Maybe<Scalars['Int']['output']>;
  ok: Scalars['Boolean']['output'];
};

/** id may be left out while exactly one window is live. */
export type CloseWindowInput = {
  id?: InputMaybe<Scalars['ID']['input']>;
  reason?: InputMaybe<Scalars['String']['input']>;
};

export type EmitIntentInput = {
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  payload?: InputMaybe<Scalars['JSON']['input']>;
  reason: Scalars['String']['input'];
  target?: InputMaybe<Scalars['ID']['input']>;
  type: IntentType;
};

export type ExtendWindowInput = {
  addSec: Scalars['Int']['input'];
  id: Scalars['ID']['input'];
};

export type FailureDossier = {
  __typename?: 'FailureDossier';
  code: ServiceReason;
  exitCode?: Maybe<Scalars['Int']['output']>;
  lastLogs: Array<LogLine>;
  message: Scalars['String']['output'];
  outOfMemory: Scalars['Boolean']['output'];
  service: Service;
  suggestion?: Maybe<Scalars['String']['output']>;
};

/** What somebody switched ON is DEGRADED or in ERROR, with the reason, while the component behind it is not READY. OFF is always a decision. */
export type FeatureFlag = {
  __typename?: 'FeatureFlag';
  defaultState: FeatureState;
  description: Scalars['String']['output'];
  key: Scalars['ID']['output'];
  reason?: Maybe<Scalars['String']['output']>;
  /** In featureFlagChanged the number of the event, to come back with as afterSeq; null elsewhere, and in all but the last that tell of now. */
  seq?: Maybe<Scalars['Int']['output']>;
  state: FeatureState;
  updatedAt?: Maybe<Scalars['DateTime']['output']>;
  updatedBy?: Maybe<Scalars['String']['output']>;
};

export type FeatureFlagPayload = MutationPayload & {
  __typename?: 'FeatureFlagPayload';
  code: ResultCode;
  correlationId: Scalars['ID']['output'];
  flag?: Maybe<FeatureFlag>;
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
};

export type FeatureState =
  | 'DEGRADED'
  | 'ERROR'
  | 'OFF'
  | 'ON';

/**
 * A change somebody or something asks for. It is carried out only after approval where its type needs one: all but SCAN. SPAWN (payload
 * { ttlSec }) and SCALE (payload { replicas: 0 or 1, ttlSec }) are carried out by a window on the target, of 300 s unless ttlSec says otherwise.
 * BUILD and PATCH stay QUEUED after approval, for a person or a tool outside: nothing in this stack builds. SCAN reads, and has its
 * result at once. SCAN and SCALE need the flag INEE_ENABLED, BUILD and PATCH MANIFESTATOR_EMIT_INTENT_ENABLED.
 */
export type Intent = {
  __typename?: 'Intent';
  approvedBy?: Maybe<Scalars['String']['output']>;
  correlationId: Scalars['ID']['output'];
  createdAt: Scalars['DateTime']['output'];
  error?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  payload?: Maybe<Scalars['JSON']['output']>;
  reason: Scalars['String']['output'];
  requiresApproval: Scalars['Boolean']['output'];
  result?: Maybe<Scalars['JSON']['output']>;
  /** In intentChanged the number of the event, to come back with as afterSeq; null elsewhere, and in all but the last that tell of now. */
  seq?: Maybe<Scalars['Int']['output']>;
  source: Scalars['String']['output'];
  status: IntentStatus;
  target?: Maybe<Service>;
  type: IntentType;
  updatedAt: Scalars['DateTime']['output'];
};

export type IntentConnection = {
  __typename?: 'IntentConnection';
  edges: Array<IntentEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type IntentEdge = {
  __typename?: 'IntentEdge';
  cursor: Scalars['String']['output'];
  node: Intent;
};

export type IntentPayload = MutationPayload & {
  __typename?: 'IntentPayload';
  code: ResultCode;
  correlationId: Scalars['ID']['output'];
  intent?: Maybe<Intent>;
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
};

export type IntentStatus =
  | 'CANCELLED'
  | 'DONE'
  | 'FAILED'
  | 'QUEUED'
  | 'REJECTED'
  | 'RUNNING'
  | 'WAITING_APPROVAL';

export type IntentType =
  | 'BUILD'
  | 'PATCH'
  | 'SCALE'
  | 'SCAN'
  | 'SPAWN';

export type LogLine = {
  __typename?: 'LogLine';
  at: Scalars['DateTime']['output'];
  /**
   * In serviceLogs its number in the log of the service, the same for everybody and also after a restart of madre: it grows by one with each
   * line, and jumps where lines were lost. In Service.logs and in a FailureDossier it is counted from 1 within the answer.
   */
  seq: Scalars['Int']['output'];
  service: Scalars['ID']['output'];
  stream: LogStream;
  text: Scalars['String']['output'];
};

export type LogStream =
  | 'STDERR'
  | 'STDOUT';

export type Mutation = {
  __typename?: 'Mutation';
  applyPolicy: PolicyPayload;
  approveIntent: IntentPayload;
  closeWindow: WindowPayload;
  emitIntent: IntentPayload;
  extendWindow: WindowPayload;
  openWindow: WindowPayload;
  rejectIntent: IntentPayload;
  restartService: ServicePayload;
  setFeatureFlag: FeatureFlagPayload;
  startService: ServicePayload;
  stopService: ServicePayload;
};


export type MutationApplyPolicyArgs = {
  policy: PowerPolicy;
};


export type MutationApproveIntentArgs = {
  id: Scalars['ID']['input'];
};


export type MutationCloseWindowArgs = {
  input: CloseWindowInput;
};


export type MutationEmitIntentArgs = {
  input: EmitIntentInput;
};


export type MutationExtendWindowArgs = {
  input: ExtendWindowInput;
};


export type MutationOpenWindowArgs = {
  input: OpenWindowInput;
};


export type MutationRejectIntentArgs = {
  id: Scalars['ID']['input'];
  reason?: InputMaybe<Scalars['String']['input']>;
};


export type MutationRestartServiceArgs = {
  name: Scalars['ID']['input'];
};


export type MutationSetFeatureFlagArgs = {
  key: Scalars['ID']['input'];
  state: FeatureState;
};


export type MutationStartServiceArgs = {
  name: Scalars['ID']['input'];
};


export type MutationStopServiceArgs = {
  name: Scalars['ID']['input'];
};

/** What every mutation of the power side answers: refusals are data, not exceptions. */
export type MutationPayload = {
  code: ResultCode;
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
};

export type OnBusy =
  | 'PREEMPT'
  | 'QUEUE'
  | 'REJECT';

export type OpenWindowInput = {
  /** The same key and input: the same window. The same key and another input: IDEMPOTENCY_CONFLICT. */
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  mode?: WindowMode;
  onBusy?: OnBusy;
  planHash?: InputMaybe<Scalars['ID']['input']>;
  /** 0 (lowest) to 9. A window may evict only lower ones, and only where onBusy is PREEMPT. */
  priority?: Scalars['Int']['input'];
  reason?: Scalars['String']['input'];
  services: Array<Scalars['ID']['input']>;
  /** Seconds, 10 to 86400. Required for mode TTL. */
  ttlSec?: InputMaybe<Scalars['Int']['input']>;
  /** Wait in the mutation until OPEN or FAILED, instead of returning OPENING at once. */
  waitUntilReady?: Scalars['Boolean']['input'];
};

export type PageInfo = {
  __typename?: 'PageInfo';
  endCursor?: Maybe<Scalars['String']['output']>;
  hasNextPage: Scalars['Boolean']['output'];
  hasPreviousPage: Scalars['Boolean']['output'];
  startCursor?: Maybe<Scalars['String']['output']>;
};

export type PlannedStart = {
  __typename?: 'PlannedStart';
  becauseOf: Array<Scalars['ID']['output']>;
  etaP50Ms?: Maybe<Scalars['Int']['output']>;
  etaP95Ms?: Maybe<Scalars['Int']['output']>;
  level: Scalars['Int']['output'];
  service: Service;
};

export type PolicyPayload = MutationPayload & {
  __typename?: 'PolicyPayload';
  code: ResultCode;
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  status?: Maybe<PolicyStatus>;
};

export type PolicyStatus = {
  __typename?: 'PolicyStatus';
  active: Scalars['Boolean']['output'];
  expected: Array<Service>;
  missing: Array<Service>;
  policy: PowerPolicy;
  running: Array<Service>;
  unexpected: Array<Service>;
};

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

export type PowerState = {
  __typename?: 'PowerState';
  activeWindows: Array<PowerWindow>;
  availableServices: Array<Service>;
  policy: PowerPolicy;
  runningServices: Array<Service>;
  runtime: Runtime;
  /** What stops overdue services should madre be killed and not come back. */
  sentinel: Sentinel;
  serverTime: Scalars['DateTime']['output'];
  /** True while at least one window is live on top of the policy. */
  windowed: Scalars['Boolean']['output'];
};

/** A lease on a set of services. A service runs while at least one live window holds it. */
export type PowerWindow = {
  __typename?: 'PowerWindow';
  closeReason?: Maybe<WindowCloseReason>;
  closedAt?: Maybe<Scalars['DateTime']['output']>;
  /** services plus everything they depend on, in start order. */
  closure: Array<Service>;
  correlationId: Scalars['ID']['output'];
  createdAt: Scalars['DateTime']['output'];
  /** Null for mode HOLD, and while QUEUED: the ttl begins when the window leaves the queue. Moves only by extendWindow. */
  deadline?: Maybe<Scalars['DateTime']['output']>;
  /** What went wrong, for FAILED and DEGRADED. */
  failure?: Maybe<FailureDossier>;
  id: Scalars['ID']['output'];
  mode: WindowMode;
  openedAt?: Maybe<Scalars['DateTime']['output']>;
  openedBy: Scalars['String']['output'];
  priority: Scalars['Int']['output'];
  /** Its place among the windows that wait for memory, 1 is next; each change of it is told by an event of type QUEUED. Null unless QUEUED. */
  queuePosition?: Maybe<Scalars['Int']['output']>;
  reason: Scalars['String']['output'];
  results: Array<ServiceResult>;
  services: Array<Service>;
  state: WindowState;
  ttlRemainingSec?: Maybe<Scalars['Int']['output']>;
};

export type PowerWindowConnection = {
  __typename?: 'PowerWindowConnection';
  edges: Array<PowerWindowEdge>;
  pageInfo: PageInfo;
  totalCount: Scalars['Int']['output'];
};

export type PowerWindowEdge = {
  __typename?: 'PowerWindowEdge';
  cursor: Scalars['String']['output'];
  node: PowerWindow;
};

export type Query = {
  __typename?: 'Query';
  auditLog: AuditEntryConnection;
  featureFlag?: Maybe<FeatureFlag>;
  featureFlags: Array<FeatureFlag>;
  intent?: Maybe<Intent>;
  intents: IntentConnection;
  planWindow: WindowPlan;
  policyStatus: PolicyStatus;
  powerState: PowerState;
  service?: Maybe<Service>;
  services: Array<Service>;
  topology: Topology;
  verifyAuditLog: AuditVerification;
  window?: Maybe<PowerWindow>;
  windows: PowerWindowConnection;
};


export type QueryAuditLogArgs = {
  action?: InputMaybe<Scalars['String']['input']>;
  actor?: InputMaybe<Scalars['String']['input']>;
  after?: InputMaybe<Scalars['String']['input']>;
  component?: InputMaybe<Scalars['String']['input']>;
  correlationId?: InputMaybe<Scalars['ID']['input']>;
  first?: Scalars['Int']['input'];
};


export type QueryFeatureFlagArgs = {
  key: Scalars['ID']['input'];
};


export type QueryIntentArgs = {
  id: Scalars['ID']['input'];
};


export type QueryIntentsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  status?: InputMaybe<IntentStatus>;
};


export type QueryPlanWindowArgs = {
  input: OpenWindowInput;
};


export type QueryPolicyStatusArgs = {
  policy?: PowerPolicy;
};


export type QueryServiceArgs = {
  name: Scalars['ID']['input'];
};


export type QueryServicesArgs = {
  kind?: InputMaybe<ServiceKind>;
  states?: InputMaybe<Array<ServiceState>>;
};


export type QueryVerifyAuditLogArgs = {
  fromSeq?: InputMaybe<Scalars['Int']['input']>;
};


export type QueryWindowArgs = {
  id: Scalars['ID']['input'];
};


export type QueryWindowsArgs = {
  after?: InputMaybe<Scalars['String']['input']>;
  first?: Scalars['Int']['input'];
  states?: InputMaybe<Array<WindowState>>;
};

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

/** What really starts the services: a Docker engine, local processes, a Swarm. */
export type Runtime = {
  __typename?: 'Runtime';
  available: Scalars['Boolean']['output'];
  detail?: Maybe<Scalars['String']['output']>;
  kind: RuntimeKind;
  version?: Maybe<Scalars['String']['output']>;
};

export type RuntimeKind =
  | 'DOCKER'
  | 'MEMORY'
  | 'PROCESS'
  | 'SWARM';

/** A small process beside madre that can only stop. */
export type Sentinel = {
  __typename?: 'Sentinel';
  /** Why it does not run; null for RUNNING. */
  reason?: Maybe<Scalars['String']['output']>;
  state: SentinelState;
};

export type SentinelState =
  /** It is run by somebody else, and not seen from here. */
  | 'APART'
  /** It could not be started, or ended at once: should madre be killed, services run on until she is back. It is tried again. */
  | 'FAILING'
  /** Nothing that runs could outlive madre. */
  | 'NONE'
  /** No window is open, so nothing could become overdue. */
  | 'NOT_NEEDED'
  | 'RUNNING';

/** A component of the stack: core (always on) or one that a power window turns on. */
export type Service = {
  __typename?: 'Service';
  dependsOn: Array<Service>;
  description: Scalars['String']['output'];
  exitCode?: Maybe<Scalars['Int']['output']>;
  /** Why its last start or run did not go well; null while it is READY. While no window holds it, why it could not be stopped, if so. */
  failure?: Maybe<FailureDossier>;
  /** The windows that keep it up, longest deadline first. Empty for core services and for what is off. */
  holders: Array<ServiceHolder>;
  image?: Maybe<Scalars['String']['output']>;
  kind: ServiceKind;
  /** The rule behind the last stop, and who asked. */
  lastStop?: Maybe<ServiceStop>;
  logs: Array<LogLine>;
  name: Scalars['ID']['output'];
  /** When this was last observed. Reading a service never starts or probes it. */
  observedAt: Scalars['DateTime']['output'];
  port?: Maybe<Scalars['Int']['output']>;
  /** Why it is in this state. Null for READY, STOPPED and STARTING, which need no reason, and while it is STOPPING to be started again. */
  reason?: Maybe<ServiceReason>;
  /** How often it was started again after an end that madre had not asked for, or by restartService; what a later window starts after a stop counts as no restart. */
  restartCount: Scalars['Int']['output'];
  /** The seq of its last change, 0 before the first: tells which of a read and an event is newer. */
  seq: Scalars['Int']['output'];
  startedAt?: Maybe<Scalars['DateTime']['output']>;
  /** Measured over past starts; null until one has been seen. */
  startup?: Maybe<StartupHistory>;
  state: ServiceState;
};


/** A component of the stack: core (always on) or one that a power window turns on. */
export type ServiceLogsArgs = {
  since?: InputMaybe<Scalars['DateTime']['input']>;
  tail?: Scalars['Int']['input'];
};

export type ServiceEvent = {
  __typename?: 'ServiceEvent';
  at: Scalars['DateTime']['output'];
  previous?: Maybe<ServiceState>;
  resumeSeq?: Maybe<Scalars['Int']['output']>;
  seq: Scalars['Int']['output'];
  service: Service;
  type: ServiceEventType;
};

export type ServiceEventType =
  | 'CHANGED'
  | 'SNAPSHOT';

export type ServiceHolder = {
  __typename?: 'ServiceHolder';
  by: Scalars['String']['output'];
  deadline?: Maybe<Scalars['DateTime']['output']>;
  reason: Scalars['String']['output'];
  window: PowerWindow;
};

export type ServiceKind =
  | 'CORE'
  | 'ON_DEMAND';

export type ServicePayload = MutationPayload & {
  __typename?: 'ServicePayload';
  code: ResultCode;
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  service?: Maybe<Service>;
};

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

export type ServiceResult = {
  __typename?: 'ServiceResult';
  elapsedMs: Scalars['Int']['output'];
  error?: Maybe<Scalars['String']['output']>;
  outcome: StartOutcome;
  service: Service;
};

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

export type ServiceStats = {
  __typename?: 'ServiceStats';
  at: Scalars['DateTime']['output'];
  cpuPercent: Scalars['Float']['output'];
  /** At this moment, without page cache where that can be told; the most that its runs ever held is Service.startup.peakMemoryBytes. */
  memoryBytes: Scalars['Float']['output'];
  memoryLimitBytes?: Maybe<Scalars['Float']['output']>;
  memoryPercent?: Maybe<Scalars['Float']['output']>;
  networkReceivedBytes?: Maybe<Scalars['Float']['output']>;
  networkSentBytes?: Maybe<Scalars['Float']['output']>;
  processes?: Maybe<Scalars['Int']['output']>;
  service: Service;
};

export type ServiceStop = {
  __typename?: 'ServiceStop';
  at: Scalars['DateTime']['output'];
  by: Scalars['String']['output'];
  correlationId: Scalars['ID']['output'];
  rule: Scalars['String']['output'];
};

/** What a service says that it is answering just now. */
export type ServiceUse = {
  __typename?: 'ServiceUse';
  active: Scalars['Int']['output'];
  detail?: Maybe<Scalars['String']['output']>;
  service: Service;
};

export type StartOutcome =
  | 'ALREADY_RUNNING'
  | 'FAILED'
  | 'PENDING'
  | 'SKIPPED'
  | 'STARTED'
  | 'TIMED_OUT';

export type StartupHistory = {
  __typename?: 'StartupHistory';
  p50Ms: Scalars['Int']['output'];
  p95Ms: Scalars['Int']['output'];
  /** The most that its newest 20 runs held at once, of the last 30 days, as the kernel counted it: what a window reserves. Not the use of now, which serviceStats tells. */
  peakMemoryBytes?: Maybe<Scalars['Float']['output']>;
  samples: Scalars['Int']['output'];
};

export type Subscription = {
  __typename?: 'Subscription';
  auditEntryAdded: AuditEntry;
  /** Each flag as it is now, then each change, also one that its component brings about. */
  featureFlagChanged: FeatureFlag;
  /** That intent, or without an id each that is not finished, as it is now; then each change. */
  intentChanged: Intent;
  serviceChanged: ServiceEvent;
  /**
   * The newest tail lines (0 to 5000), or with afterSeq those after it as long as the log keeps them, and then each line as it comes.
   * A reader that takes nothing for 5 s loses the oldest of 1000 waiting lines: seq then jumps.
   */
  serviceLogs: LogLine;
  /**
   * Measured only while somebody is subscribed, and told from the second sample on: cpuPercent is what was used of one core since the sample
   * before. Without names each on-demand service; one that does not run is left out. A slow reader gets the newest of each service.
   * madre is the process that it runs in, with the gateway where that is embedded. intervalMs is 500 to 60000.
   */
  serviceStats: ServiceStats;
  windowChanged: WindowEvent;
};


export type SubscriptionAuditEntryAddedArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
};


export type SubscriptionFeatureFlagChangedArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
};


export type SubscriptionIntentChangedArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionServiceChangedArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
  names?: InputMaybe<Array<Scalars['ID']['input']>>;
};


export type SubscriptionServiceLogsArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
  name: Scalars['ID']['input'];
  tail?: Scalars['Int']['input'];
};


export type SubscriptionServiceStatsArgs = {
  intervalMs?: Scalars['Int']['input'];
  names?: InputMaybe<Array<Scalars['ID']['input']>>;
};


export type SubscriptionWindowChangedArgs = {
  afterSeq?: InputMaybe<Scalars['Int']['input']>;
  id?: InputMaybe<Scalars['ID']['input']>;
};

export type Topology = {
  __typename?: 'Topology';
  edges: Array<TopologyEdge>;
  nodes: Array<Service>;
};

export type TopologyEdge = {
  __typename?: 'TopologyEdge';
  from: Service;
  relation: Scalars['String']['output'];
  to: Service;
};

export type WindowCloseReason =
  | 'IDLE'
  | 'MANUAL'
  | 'POLICY_APPLIED'
  | 'PREEMPTED'
  | 'QUEUE_EXPIRED'
  | 'START_FAILED'
  | 'TTL_EXPIRED';

/** seq grows by one for each event of the stack; the first event of a new subscriber is the SNAPSHOT of now. */
export type WindowEvent = {
  __typename?: 'WindowEvent';
  at: Scalars['DateTime']['output'];
  /** In EXPIRING events: what its services are busy with, as they report it. A service that reports nothing is not listed. */
  inUse: Array<ServiceUse>;
  /** What afterSeq takes to go on after this event: its seq, or null in a SNAPSHOT that another one follows. */
  resumeSeq?: Maybe<Scalars['Int']['output']>;
  seq: Scalars['Int']['output'];
  type: WindowEventType;
  window: PowerWindow;
};

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

export type WindowPayload = MutationPayload & {
  __typename?: 'WindowPayload';
  code: ResultCode;
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  window?: Maybe<PowerWindow>;
};

/** What opening this window would do. Asking changes nothing. */
export type WindowPlan = {
  __typename?: 'WindowPlan';
  allowed: Scalars['Boolean']['output'];
  alreadyRunning: Array<Service>;
  code: ResultCode;
  etaP50Ms?: Maybe<Scalars['Int']['output']>;
  etaP95Ms?: Maybe<Scalars['Int']['output']>;
  evicts: Array<PowerWindow>;
  /** Pass it to openWindow: applied exactly, or refused with PLAN_CHANGED. */
  hash: Scalars['ID']['output'];
  memoryBudgetBytes?: Maybe<Scalars['Float']['output']>;
  /** Reserved by all live windows together once this one is open too. */
  memoryBytes?: Maybe<Scalars['Float']['output']>;
  message?: Maybe<Scalars['String']['output']>;
  starts: Array<PlannedStart>;
};

export type WindowState =
  | 'CLOSED'
  | 'CLOSING'
  | 'DEGRADED'
  | 'FAILED'
  | 'OPEN'
  | 'OPENING'
  | 'QUEUED';



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
  AuditEntry: AuditEntry;
  FeatureFlag: FeatureFlag;
  Intent: Intent;
  PowerWindow: PowerWindow;
  Service: Service;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  AuditEntry:
    ( { __typename: 'AuditEntry' }
    & GraphQLRecursivePick<FederationTypes['AuditEntry'], {"id":true}> );
  FeatureFlag:
    ( { __typename: 'FeatureFlag' }
    & GraphQLRecursivePick<FederationTypes['FeatureFlag'], {"key":true}> );
  Intent:
    ( { __typename: 'Intent' }
    & GraphQLRecursivePick<FederationTypes['Intent'], {"id":true}> );
  PowerWindow:
    ( { __typename: 'PowerWindow' }
    & GraphQLRecursivePick<FederationTypes['PowerWindow'], {"id":true}> );
  Service:
    ( { __typename: 'Service' }
    & GraphQLRecursivePick<FederationTypes['Service'], {"name":true}> );
};


/** Mapping of interface types */
export type ResolversInterfaceTypes<_RefType extends Record<string, unknown>> = {
  MutationPayload:
    | ( Omit<FeatureFlagPayload, 'flag'> & { flag?: Maybe<_RefType['FeatureFlag']> } )
    | ( Omit<IntentPayload, 'intent'> & { intent?: Maybe<_RefType['Intent']> } )
    | ( Omit<PolicyPayload, 'status'> & { status?: Maybe<_RefType['PolicyStatus']> } )
    | ( Omit<ServicePayload, 'service'> & { service?: Maybe<_RefType['Service']> } )
    | ( Omit<WindowPayload, 'window'> & { window?: Maybe<_RefType['PowerWindow']> } )
  ;
};

/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  AuditEntry: ResolverTypeWrapper<AuditRecord>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  AuditEntryConnection: ResolverTypeWrapper<Omit<AuditEntryConnection, 'edges'> & { edges: Array<ResolversTypes['AuditEntryEdge']> }>;
  AuditEntryEdge: ResolverTypeWrapper<Omit<AuditEntryEdge, 'node'> & { node: ResolversTypes['AuditEntry'] }>;
  AuditOutcome: AuditOutcome;
  AuditVerification: ResolverTypeWrapper<AuditVerification>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CloseWindowInput: CloseWindowInput;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  EmitIntentInput: EmitIntentInput;
  ExtendWindowInput: ExtendWindowInput;
  FailureDossier: ResolverTypeWrapper<WindowFailure>;
  FeatureFlag: ResolverTypeWrapper<FlagRecord>;
  FeatureFlagPayload: ResolverTypeWrapper<Omit<FeatureFlagPayload, 'flag'> & { flag?: Maybe<ResolversTypes['FeatureFlag']> }>;
  FeatureState: FeatureState;
  Intent: ResolverTypeWrapper<IntentRecord>;
  IntentConnection: ResolverTypeWrapper<Omit<IntentConnection, 'edges'> & { edges: Array<ResolversTypes['IntentEdge']> }>;
  IntentEdge: ResolverTypeWrapper<Omit<IntentEdge, 'node'> & { node: ResolversTypes['Intent'] }>;
  IntentPayload: ResolverTypeWrapper<Omit<IntentPayload, 'intent'> & { intent?: Maybe<ResolversTypes['Intent']> }>;
  IntentStatus: IntentStatus;
  IntentType: IntentType;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  LogLine: ResolverTypeWrapper<LogLine>;
  LogStream: LogStream;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  MutationPayload: ResolverTypeWrapper<ResolversInterfaceTypes<ResolversTypes>['MutationPayload']>;
  OnBusy: OnBusy;
  OpenWindowInput: OpenWindowInput;
  PageInfo: ResolverTypeWrapper<PageInfo>;
  PlannedStart: ResolverTypeWrapper<Omit<PlannedStart, 'service'> & { service: ResolversTypes['Service'] }>;
  PolicyPayload: ResolverTypeWrapper<Omit<PolicyPayload, 'status'> & { status?: Maybe<ResolversTypes['PolicyStatus']> }>;
  PolicyStatus: ResolverTypeWrapper<Omit<PolicyStatus, 'expected' | 'missing' | 'running' | 'unexpected'> & { expected: Array<ResolversTypes['Service']>, missing: Array<ResolversTypes['Service']>, running: Array<ResolversTypes['Service']>, unexpected: Array<ResolversTypes['Service']> }>;
  PowerPolicy: PowerPolicy;
  PowerState: ResolverTypeWrapper<Omit<PowerState, 'activeWindows' | 'availableServices' | 'runningServices'> & { activeWindows: Array<ResolversTypes['PowerWindow']>, availableServices: Array<ResolversTypes['Service']>, runningServices: Array<ResolversTypes['Service']> }>;
  PowerWindow: ResolverTypeWrapper<WindowRecord>;
  PowerWindowConnection: ResolverTypeWrapper<Omit<PowerWindowConnection, 'edges'> & { edges: Array<ResolversTypes['PowerWindowEdge']> }>;
  PowerWindowEdge: ResolverTypeWrapper<Omit<PowerWindowEdge, 'node'> & { node: ResolversTypes['PowerWindow'] }>;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  ResultCode: ResultCode;
  Runtime: ResolverTypeWrapper<Runtime>;
  RuntimeKind: RuntimeKind;
  Sentinel: ResolverTypeWrapper<Sentinel>;
  SentinelState: SentinelState;
  Service: ResolverTypeWrapper<ServiceKey>;
  ServiceEvent: ResolverTypeWrapper<Omit<ServiceEvent, 'service'> & { service: ResolversTypes['Service'] }>;
  ServiceEventType: ServiceEventType;
  ServiceHolder: ResolverTypeWrapper<Omit<ServiceHolder, 'window'> & { window: ResolversTypes['PowerWindow'] }>;
  ServiceKind: ServiceKind;
  ServicePayload: ResolverTypeWrapper<Omit<ServicePayload, 'service'> & { service?: Maybe<ResolversTypes['Service']> }>;
  ServiceReason: ServiceReason;
  ServiceResult: ResolverTypeWrapper<WindowResult>;
  ServiceState: ServiceState;
  ServiceStats: ResolverTypeWrapper<Omit<ServiceStats, 'service'> & { service: ResolversTypes['Service'] }>;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  ServiceStop: ResolverTypeWrapper<ServiceStop>;
  ServiceUse: ResolverTypeWrapper<Omit<ServiceUse, 'service'> & { service: ResolversTypes['Service'] }>;
  StartOutcome: StartOutcome;
  StartupHistory: ResolverTypeWrapper<StartupHistory>;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Topology: ResolverTypeWrapper<Omit<Topology, 'edges' | 'nodes'> & { edges: Array<ResolversTypes['TopologyEdge']>, nodes: Array<ResolversTypes['Service']> }>;
  TopologyEdge: ResolverTypeWrapper<Omit<TopologyEdge, 'from' | 'to'> & { from: ResolversTypes['Service'], to: ResolversTypes['Service'] }>;
  WindowCloseReason: WindowCloseReason;
  WindowEvent: ResolverTypeWrapper<Omit<WindowEvent, 'inUse' | 'window'> & { inUse: Array<ResolversTypes['ServiceUse']>, window: ResolversTypes['PowerWindow'] }>;
  WindowEventType: WindowEventType;
  WindowMode: WindowMode;
  WindowPayload: ResolverTypeWrapper<Omit<WindowPayload, 'window'> & { window?: Maybe<ResolversTypes['PowerWindow']> }>;
  WindowPlan: ResolverTypeWrapper<Omit<WindowPlan, 'alreadyRunning' | 'evicts' | 'starts'> & { alreadyRunning: Array<ResolversTypes['Service']>, evicts: Array<ResolversTypes['PowerWindow']>, starts: Array<ResolversTypes['PlannedStart']> }>;
  WindowState: WindowState;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  AuditEntry: AuditRecord;
  ID: Scalars['ID']['output'];
  Int: Scalars['Int']['output'];
  AuditEntryConnection: Omit<AuditEntryConnection, 'edges'> & { edges: Array<ResolversParentTypes['AuditEntryEdge']> };
  AuditEntryEdge: Omit<AuditEntryEdge, 'node'> & { node: ResolversParentTypes['AuditEntry'] };
  AuditVerification: AuditVerification;
  Boolean: Scalars['Boolean']['output'];
  CloseWindowInput: CloseWindowInput;
  DateTime: Scalars['DateTime']['output'];
  EmitIntentInput: EmitIntentInput;
  ExtendWindowInput: ExtendWindowInput;
  FailureDossier: WindowFailure;
  FeatureFlag: FlagRecord;
  FeatureFlagPayload: Omit<FeatureFlagPayload, 'flag'> & { flag?: Maybe<ResolversParentTypes['FeatureFlag']> };
  Intent: IntentRecord;
  IntentConnection: Omit<IntentConnection, 'edges'> & { edges: Array<ResolversParentTypes['IntentEdge']> };
  IntentEdge: Omit<IntentEdge, 'node'> & { node: ResolversParentTypes['Intent'] };
  IntentPayload: Omit<IntentPayload, 'intent'> & { intent?: Maybe<ResolversParentTypes['Intent']> };
  JSON: Scalars['JSON']['output'];
  LogLine: LogLine;
  Mutation: Record<PropertyKey, never>;
  MutationPayload: ResolversInterfaceTypes<ResolversParentTypes>['MutationPayload'];
  OpenWindowInput: OpenWindowInput;
  PageInfo: PageInfo;
  PlannedStart: Omit<PlannedStart, 'service'> & { service: ResolversParentTypes['Service'] };
  PolicyPayload: Omit<PolicyPayload, 'status'> & { status?: Maybe<ResolversParentTypes['PolicyStatus']> };
  PolicyStatus: Omit<PolicyStatus, 'expected' | 'missing' | 'running' | 'unexpected'> & { expected: Array<ResolversParentTypes['Service']>, missing: Array<ResolversParentTypes['Service']>, running: Array<ResolversParentTypes['Service']>, unexpected: Array<ResolversParentTypes['Service']> };
  PowerState: Omit<PowerState, 'activeWindows' | 'availableServices' | 'runningServices'> & { activeWindows: Array<ResolversParentTypes['PowerWindow']>, availableServices: Array<ResolversParentTypes['Service']>, runningServices: Array<ResolversParentTypes['Service']> };
  PowerWindow: WindowRecord;
  PowerWindowConnection: Omit<PowerWindowConnection, 'edges'> & { edges: Array<ResolversParentTypes['PowerWindowEdge']> };
  PowerWindowEdge: Omit<PowerWindowEdge, 'node'> & { node: ResolversParentTypes['PowerWindow'] };
  Query: Record<PropertyKey, never>;
  Runtime: Runtime;
  Sentinel: Sentinel;
  Service: ServiceKey;
  ServiceEvent: Omit<ServiceEvent, 'service'> & { service: ResolversParentTypes['Service'] };
  ServiceHolder: Omit<ServiceHolder, 'window'> & { window: ResolversParentTypes['PowerWindow'] };
  ServicePayload: Omit<ServicePayload, 'service'> & { service?: Maybe<ResolversParentTypes['Service']> };
  ServiceResult: WindowResult;
  ServiceStats: Omit<ServiceStats, 'service'> & { service: ResolversParentTypes['Service'] };
  Float: Scalars['Float']['output'];
  ServiceStop: ServiceStop;
  ServiceUse: Omit<ServiceUse, 'service'> & { service: ResolversParentTypes['Service'] };
  StartupHistory: StartupHistory;
  Subscription: Record<PropertyKey, never>;
  Topology: Omit<Topology, 'edges' | 'nodes'> & { edges: Array<ResolversParentTypes['TopologyEdge']>, nodes: Array<ResolversParentTypes['Service']> };
  TopologyEdge: Omit<TopologyEdge, 'from' | 'to'> & { from: ResolversParentTypes['Service'], to: ResolversParentTypes['Service'] };
  WindowEvent: Omit<WindowEvent, 'inUse' | 'window'> & { inUse: Array<ResolversParentTypes['ServiceUse']>, window: ResolversParentTypes['PowerWindow'] };
  WindowPayload: Omit<WindowPayload, 'window'> & { window?: Maybe<ResolversParentTypes['PowerWindow']> };
  WindowPlan: Omit<WindowPlan, 'alreadyRunning' | 'evicts' | 'starts'> & { alreadyRunning: Array<ResolversParentTypes['Service']>, evicts: Array<ResolversParentTypes['PowerWindow']>, starts: Array<ResolversParentTypes['PlannedStart']> };
  String: Scalars['String']['output'];
};

export type ResumableDirectiveArgs = {
  argument?: Scalars['String']['input'];
  cursor?: Scalars['String']['input'];
};

export type ResumableDirectiveResolver<Result, Parent, ContextType = MadreContext, Args = ResumableDirectiveArgs> = DirectiveResolverFn<Result, Parent, ContextType, Args>;

export type AuditEntryResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['AuditEntry'] = ResolversParentTypes['AuditEntry'], FederationReferenceType extends FederationReferenceTypes['AuditEntry'] = FederationReferenceTypes['AuditEntry']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['AuditEntry']> | FederationReferenceType, FederationReferenceType, ContextType>;
  action?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  actor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  component?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['AuditOutcome'], ParentType, ContextType>;
  previousHash?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type AuditEntryConnectionResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['AuditEntryConnection'] = ResolversParentTypes['AuditEntryConnection']> = {
  edges?: Resolver<Array<ResolversTypes['AuditEntryEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type AuditEntryEdgeResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['AuditEntryEdge'] = ResolversParentTypes['AuditEntryEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['AuditEntry'], ParentType, ContextType>;
};

export type AuditVerificationResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['AuditVerification'] = ResolversParentTypes['AuditVerification']> = {
  checked?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstBrokenSeq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type FailureDossierResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['FailureDossier'] = ResolversParentTypes['FailureDossier']> = {
  code?: Resolver<ResolversTypes['ServiceReason'], ParentType, ContextType>;
  exitCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  lastLogs?: Resolver<Array<ResolversTypes['LogLine']>, ParentType, ContextType>;
  message?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  outOfMemory?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
  suggestion?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FeatureFlagResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['FeatureFlag'] = ResolversParentTypes['FeatureFlag'], FederationReferenceType extends FederationReferenceTypes['FeatureFlag'] = FederationReferenceTypes['FeatureFlag']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['FeatureFlag']> | FederationReferenceType, FederationReferenceType, ContextType>;
  defaultState?: Resolver<ResolversTypes['FeatureState'], ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  key?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['FeatureState'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  updatedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type FeatureFlagPayloadResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['FeatureFlagPayload'] = ResolversParentTypes['FeatureFlagPayload']> = {
  code?: Resolver<ResolversTypes['ResultCode'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  flag?: Resolver<Maybe<ResolversTypes['FeatureFlag']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type IntentResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['Intent'] = ResolversParentTypes['Intent'], FederationReferenceType extends FederationReferenceTypes['Intent'] = FederationReferenceTypes['Intent']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Intent']> | FederationReferenceType, FederationReferenceType, ContextType>;
  approvedBy?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  payload?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  requiresApproval?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  seq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  source?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  status?: Resolver<ResolversTypes['IntentStatus'], ParentType, ContextType>;
  target?: Resolver<Maybe<ResolversTypes['Service']>, ParentType, ContextType>;
  type?: Resolver<ResolversTypes['IntentType'], ParentType, ContextType>;
  updatedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
};

export type IntentConnectionResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['IntentConnection'] = ResolversParentTypes['IntentConnection']> = {
  edges?: Resolver<Array<ResolversTypes['IntentEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type IntentEdgeResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['IntentEdge'] = ResolversParentTypes['IntentEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['Intent'], ParentType, ContextType>;
};

export type IntentPayloadResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['IntentPayload'] = ResolversParentTypes['IntentPayload']> = {
  code?: Resolver<ResolversTypes['ResultCode'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  intent?: Resolver<Maybe<ResolversTypes['Intent']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type LogLineResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['LogLine'] = ResolversParentTypes['LogLine']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  stream?: Resolver<ResolversTypes['LogStream'], ParentType, ContextType>;
  text?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type MutationResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  applyPolicy?: Resolver<ResolversTypes['PolicyPayload'], ParentType, ContextType, RequireFields<MutationApplyPolicyArgs, 'policy'>>;
  approveIntent?: Resolver<ResolversTypes['IntentPayload'], ParentType, ContextType, RequireFields<MutationApproveIntentArgs, 'id'>>;
  closeWindow?: Resolver<ResolversTypes['WindowPayload'], ParentType, ContextType, RequireFields<MutationCloseWindowArgs, 'input'>>;
  emitIntent?: Resolver<ResolversTypes['IntentPayload'], ParentType, ContextType, RequireFields<MutationEmitIntentArgs, 'input'>>;
  extendWindow?: Resolver<ResolversTypes['WindowPayload'], ParentType, ContextType, RequireFields<MutationExtendWindowArgs, 'input'>>;
  openWindow?: Resolver<ResolversTypes['WindowPayload'], ParentType, ContextType, RequireFields<MutationOpenWindowArgs, 'input'>>;
  rejectIntent?: Resolver<ResolversTypes['IntentPayload'], ParentType, ContextType, RequireFields<MutationRejectIntentArgs, 'id'>>;
  restartService?: Resolver<ResolversTypes['ServicePayload'], ParentType, ContextType, RequireFields<MutationRestartServiceArgs, 'name'>>;
  setFeatureFlag?: Resolver<ResolversTypes['FeatureFlagPayload'], ParentType, ContextType, RequireFields<MutationSetFeatureFlagArgs, 'key' | 'state'>>;
  startService?: Resolver<ResolversTypes['ServicePayload'], ParentType, ContextType, RequireFields<MutationStartServiceArgs, 'name'>>;
  stopService?: Resolver<ResolversTypes['ServicePayload'], ParentType, ContextType, RequireFields<MutationStopServiceArgs, 'name'>>;
};

export type MutationPayloadResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['MutationPayload'] = ResolversParentTypes['MutationPayload']> = {
  __resolveType: TypeResolveFn<'FeatureFlagPayload' | 'IntentPayload' | 'PolicyPayload' | 'ServicePayload' | 'WindowPayload', ParentType, ContextType>;
};

export type PageInfoResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['PageInfo'] = ResolversParentTypes['PageInfo']> = {
  endCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  hasNextPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  hasPreviousPage?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  startCursor?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type PlannedStartResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['PlannedStart'] = ResolversParentTypes['PlannedStart']> = {
  becauseOf?: Resolver<Array<ResolversTypes['ID']>, ParentType, ContextType>;
  etaP50Ms?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  etaP95Ms?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  level?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
};

export type PolicyPayloadResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['PolicyPayload'] = ResolversParentTypes['PolicyPayload']> = {
  code?: Resolver<ResolversTypes['ResultCode'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  status?: Resolver<Maybe<ResolversTypes['PolicyStatus']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type PolicyStatusResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['PolicyStatus'] = ResolversParentTypes['PolicyStatus']> = {
  active?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  expected?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  missing?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['PowerPolicy'], ParentType, ContextType>;
  running?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  unexpected?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
};

export type PowerStateResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['PowerState'] = ResolversParentTypes['PowerState']> = {
  activeWindows?: Resolver<Array<ResolversTypes['PowerWindow']>, ParentType, ContextType>;
  availableServices?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  policy?: Resolver<ResolversTypes['PowerPolicy'], ParentType, ContextType>;
  runningServices?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  runtime?: Resolver<ResolversTypes['Runtime'], ParentType, ContextType>;
  sentinel?: Resolver<ResolversTypes['Sentinel'], ParentType, ContextType>;
  serverTime?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  windowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type PowerWindowResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['PowerWindow'] = ResolversParentTypes['PowerWindow'], FederationReferenceType extends FederationReferenceTypes['PowerWindow'] = FederationReferenceTypes['PowerWindow']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['PowerWindow']> | FederationReferenceType, FederationReferenceType, ContextType>;
  closeReason?: Resolver<Maybe<ResolversTypes['WindowCloseReason']>, ParentType, ContextType>;
  closedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  closure?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  deadline?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['FailureDossier']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  mode?: Resolver<ResolversTypes['WindowMode'], ParentType, ContextType>;
  openedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  openedBy?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  priority?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  queuePosition?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  results?: Resolver<Array<ResolversTypes['ServiceResult']>, ParentType, ContextType>;
  services?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['WindowState'], ParentType, ContextType>;
  ttlRemainingSec?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type PowerWindowConnectionResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['PowerWindowConnection'] = ResolversParentTypes['PowerWindowConnection']> = {
  edges?: Resolver<Array<ResolversTypes['PowerWindowEdge']>, ParentType, ContextType>;
  pageInfo?: Resolver<ResolversTypes['PageInfo'], ParentType, ContextType>;
  totalCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type PowerWindowEdgeResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['PowerWindowEdge'] = ResolversParentTypes['PowerWindowEdge']> = {
  cursor?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  node?: Resolver<ResolversTypes['PowerWindow'], ParentType, ContextType>;
};

export type QueryResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  auditLog?: Resolver<ResolversTypes['AuditEntryConnection'], ParentType, ContextType, RequireFields<QueryAuditLogArgs, 'first'>>;
  featureFlag?: Resolver<Maybe<ResolversTypes['FeatureFlag']>, ParentType, ContextType, RequireFields<QueryFeatureFlagArgs, 'key'>>;
  featureFlags?: Resolver<Array<ResolversTypes['FeatureFlag']>, ParentType, ContextType>;
  intent?: Resolver<Maybe<ResolversTypes['Intent']>, ParentType, ContextType, RequireFields<QueryIntentArgs, 'id'>>;
  intents?: Resolver<ResolversTypes['IntentConnection'], ParentType, ContextType, RequireFields<QueryIntentsArgs, 'first'>>;
  planWindow?: Resolver<ResolversTypes['WindowPlan'], ParentType, ContextType, RequireFields<QueryPlanWindowArgs, 'input'>>;
  policyStatus?: Resolver<ResolversTypes['PolicyStatus'], ParentType, ContextType, RequireFields<QueryPolicyStatusArgs, 'policy'>>;
  powerState?: Resolver<ResolversTypes['PowerState'], ParentType, ContextType>;
  service?: Resolver<Maybe<ResolversTypes['Service']>, ParentType, ContextType, RequireFields<QueryServiceArgs, 'name'>>;
  services?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType, Partial<QueryServicesArgs>>;
  topology?: Resolver<ResolversTypes['Topology'], ParentType, ContextType>;
  verifyAuditLog?: Resolver<ResolversTypes['AuditVerification'], ParentType, ContextType, Partial<QueryVerifyAuditLogArgs>>;
  window?: Resolver<Maybe<ResolversTypes['PowerWindow']>, ParentType, ContextType, RequireFields<QueryWindowArgs, 'id'>>;
  windows?: Resolver<ResolversTypes['PowerWindowConnection'], ParentType, ContextType, RequireFields<QueryWindowsArgs, 'first'>>;
};

export type RuntimeResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['Runtime'] = ResolversParentTypes['Runtime']> = {
  available?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['RuntimeKind'], ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export type SentinelResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['Sentinel'] = ResolversParentTypes['Sentinel']> = {
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['SentinelState'], ParentType, ContextType>;
};

export type ServiceResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['Service'] = ResolversParentTypes['Service'], FederationReferenceType extends FederationReferenceTypes['Service'] = FederationReferenceTypes['Service']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Service']> | FederationReferenceType, FederationReferenceType, ContextType>;
  dependsOn?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  description?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  exitCode?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  failure?: Resolver<Maybe<ResolversTypes['FailureDossier']>, ParentType, ContextType>;
  holders?: Resolver<Array<ResolversTypes['ServiceHolder']>, ParentType, ContextType>;
  image?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  kind?: Resolver<ResolversTypes['ServiceKind'], ParentType, ContextType>;
  lastStop?: Resolver<Maybe<ResolversTypes['ServiceStop']>, ParentType, ContextType>;
  logs?: Resolver<Array<ResolversTypes['LogLine']>, ParentType, ContextType, RequireFields<ServiceLogsArgs, 'tail'>>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  observedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  port?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['ServiceReason']>, ParentType, ContextType>;
  restartCount?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  startedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  startup?: Resolver<Maybe<ResolversTypes['StartupHistory']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ServiceState'], ParentType, ContextType>;
};

export type ServiceEventResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['ServiceEvent'] = ResolversParentTypes['ServiceEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  previous?: Resolver<Maybe<ResolversTypes['ServiceState']>, ParentType, ContextType>;
  resumeSeq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['ServiceEventType'], ParentType, ContextType>;
};

export type ServiceHolderResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['ServiceHolder'] = ResolversParentTypes['ServiceHolder']> = {
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  deadline?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  window?: Resolver<ResolversTypes['PowerWindow'], ParentType, ContextType>;
};

export type ServicePayloadResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['ServicePayload'] = ResolversParentTypes['ServicePayload']> = {
  code?: Resolver<ResolversTypes['ResultCode'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  service?: Resolver<Maybe<ResolversTypes['Service']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type ServiceResultResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['ServiceResult'] = ResolversParentTypes['ServiceResult']> = {
  elapsedMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['StartOutcome'], ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
};

export type ServiceStatsResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['ServiceStats'] = ResolversParentTypes['ServiceStats']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  cpuPercent?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  memoryBytes?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  memoryLimitBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  memoryPercent?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  networkReceivedBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  networkSentBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  processes?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
};

export type ServiceStopResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['ServiceStop'] = ResolversParentTypes['ServiceStop']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  by?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  rule?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type ServiceUseResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['ServiceUse'] = ResolversParentTypes['ServiceUse']> = {
  active?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  detail?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  service?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
};

export type StartupHistoryResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['StartupHistory'] = ResolversParentTypes['StartupHistory']> = {
  p50Ms?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  p95Ms?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  peakMemoryBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  samples?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  auditEntryAdded?: SubscriptionResolver<ResolversTypes['AuditEntry'], "auditEntryAdded", ParentType, ContextType, Partial<SubscriptionAuditEntryAddedArgs>>;
  featureFlagChanged?: SubscriptionResolver<ResolversTypes['FeatureFlag'], "featureFlagChanged", ParentType, ContextType, Partial<SubscriptionFeatureFlagChangedArgs>>;
  intentChanged?: SubscriptionResolver<ResolversTypes['Intent'], "intentChanged", ParentType, ContextType, Partial<SubscriptionIntentChangedArgs>>;
  serviceChanged?: SubscriptionResolver<ResolversTypes['ServiceEvent'], "serviceChanged", ParentType, ContextType, Partial<SubscriptionServiceChangedArgs>>;
  serviceLogs?: SubscriptionResolver<ResolversTypes['LogLine'], "serviceLogs", ParentType, ContextType, RequireFields<SubscriptionServiceLogsArgs, 'name' | 'tail'>>;
  serviceStats?: SubscriptionResolver<ResolversTypes['ServiceStats'], "serviceStats", ParentType, ContextType, RequireFields<SubscriptionServiceStatsArgs, 'intervalMs'>>;
  windowChanged?: SubscriptionResolver<ResolversTypes['WindowEvent'], "windowChanged", ParentType, ContextType, Partial<SubscriptionWindowChangedArgs>>;
};

export type TopologyResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['Topology'] = ResolversParentTypes['Topology']> = {
  edges?: Resolver<Array<ResolversTypes['TopologyEdge']>, ParentType, ContextType>;
  nodes?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
};

export type TopologyEdgeResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['TopologyEdge'] = ResolversParentTypes['TopologyEdge']> = {
  from?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
  relation?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  to?: Resolver<ResolversTypes['Service'], ParentType, ContextType>;
};

export type WindowEventResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['WindowEvent'] = ResolversParentTypes['WindowEvent']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  inUse?: Resolver<Array<ResolversTypes['ServiceUse']>, ParentType, ContextType>;
  resumeSeq?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  seq?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  type?: Resolver<ResolversTypes['WindowEventType'], ParentType, ContextType>;
  window?: Resolver<ResolversTypes['PowerWindow'], ParentType, ContextType>;
};

export type WindowPayloadResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['WindowPayload'] = ResolversParentTypes['WindowPayload']> = {
  code?: Resolver<ResolversTypes['ResultCode'], ParentType, ContextType>;
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  window?: Resolver<Maybe<ResolversTypes['PowerWindow']>, ParentType, ContextType>;
  __isTypeOf?: IsTypeOfResolverFn<ParentType, ContextType>;
};

export type WindowPlanResolvers<ContextType = MadreContext, ParentType extends ResolversParentTypes['WindowPlan'] = ResolversParentTypes['WindowPlan']> = {
  allowed?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  alreadyRunning?: Resolver<Array<ResolversTypes['Service']>, ParentType, ContextType>;
  code?: Resolver<ResolversTypes['ResultCode'], ParentType, ContextType>;
  etaP50Ms?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  etaP95Ms?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  evicts?: Resolver<Array<ResolversTypes['PowerWindow']>, ParentType, ContextType>;
  hash?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  memoryBudgetBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  memoryBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  starts?: Resolver<Array<ResolversTypes['PlannedStart']>, ParentType, ContextType>;
};

export type Resolvers<ContextType = MadreContext> = {
  AuditEntry?: AuditEntryResolvers<ContextType>;
  AuditEntryConnection?: AuditEntryConnectionResolvers<ContextType>;
  AuditEntryEdge?: AuditEntryEdgeResolvers<ContextType>;
  AuditVerification?: AuditVerificationResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  FailureDossier?: FailureDossierResolvers<ContextType>;
  FeatureFlag?: FeatureFlagResolvers<ContextType>;
  FeatureFlagPayload?: FeatureFlagPayloadResolvers<ContextType>;
  Intent?: IntentResolvers<ContextType>;
  IntentConnection?: IntentConnectionResolvers<ContextType>;
  IntentEdge?: IntentEdgeResolvers<ContextType>;
  IntentPayload?: IntentPayloadResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  LogLine?: LogLineResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  MutationPayload?: MutationPayloadResolvers<ContextType>;
  PageInfo?: PageInfoResolvers<ContextType>;
  PlannedStart?: PlannedStartResolvers<ContextType>;
  PolicyPayload?: PolicyPayloadResolvers<ContextType>;
  PolicyStatus?: PolicyStatusResolvers<ContextType>;
  PowerState?: PowerStateResolvers<ContextType>;
  PowerWindow?: PowerWindowResolvers<ContextType>;
  PowerWindowConnection?: PowerWindowConnectionResolvers<ContextType>;
  PowerWindowEdge?: PowerWindowEdgeResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  Runtime?: RuntimeResolvers<ContextType>;
  Sentinel?: SentinelResolvers<ContextType>;
  Service?: ServiceResolvers<ContextType>;
  ServiceEvent?: ServiceEventResolvers<ContextType>;
  ServiceHolder?: ServiceHolderResolvers<ContextType>;
  ServicePayload?: ServicePayloadResolvers<ContextType>;
  ServiceResult?: ServiceResultResolvers<ContextType>;
  ServiceStats?: ServiceStatsResolvers<ContextType>;
  ServiceStop?: ServiceStopResolvers<ContextType>;
  ServiceUse?: ServiceUseResolvers<ContextType>;
  StartupHistory?: StartupHistoryResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  Topology?: TopologyResolvers<ContextType>;
  TopologyEdge?: TopologyEdgeResolvers<ContextType>;
  WindowEvent?: WindowEventResolvers<ContextType>;
  WindowPayload?: WindowPayloadResolvers<ContextType>;
  WindowPlan?: WindowPlanResolvers<ContextType>;
};

export type DirectiveResolvers<ContextType = MadreContext> = {
  resumable?: ResumableDirectiveResolver<any, any, ContextType>;
};
