import type { GraphQLResolveInfo, GraphQLScalarType, GraphQLScalarTypeConfig } from 'graphql';
import type { EngineRecord } from '../../subgraphs/switch/registry/engine-record.ts';
import type { SeenModel, ServiceKey, SwitchContext } from '../../subgraphs/switch/context.ts';
import type { TaskRecord } from '../../subgraphs/switch/tasks/task-record.ts';
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

export type CircuitBreaker = {
  __typename?: 'CircuitBreaker';
  failures: Scalars['Int']['output'];
  lastError?: Maybe<Scalars['String']['output']>;
  openedAt?: Maybe<Scalars['DateTime']['output']>;
  probeInFlight: Scalars['Boolean']['output'];
  retryAt?: Maybe<Scalars['DateTime']['output']>;
  state: CircuitState;
  threshold: Scalars['Int']['output'];
};

export type CircuitState =
  | 'CLOSED'
  | 'FORCED_OPEN'
  | 'HALF_OPEN'
  | 'OPEN';

export type CliTool = {
  __typename?: 'CliTool';
  available: Scalars['Boolean']['output'];
  name: Scalars['ID']['output'];
  path?: Maybe<Scalars['String']['output']>;
  version?: Maybe<Scalars['String']['output']>;
};

/** Something that can answer: a remote API, a local OpenAI-compatible server, or a scripted one for tests. */
export type Engine = {
  __typename?: 'Engine';
  capabilities: EngineCapabilities;
  circuit: CircuitBreaker;
  /** Whether a key is set. The key itself is never readable. */
  hasCredentials: Scalars['Boolean']['output'];
  id: Scalars['ID']['output'];
  inFlight: Scalars['Int']['output'];
  /** The last call that really happened; a query never calls an engine to find out. */
  lastObservation?: Maybe<EngineObservation>;
  limits: EngineLimits;
  model: Scalars['String']['output'];
  provider: EngineProvider;
  queued: Scalars['Int']['output'];
  reason?: Maybe<Scalars['String']['output']>;
  score: EngineScore;
  /** The component that must be up for this engine, if it is a local one. */
  service?: Maybe<Service>;
  state: EngineState;
};

export type EngineCapabilities = {
  __typename?: 'EngineCapabilities';
  contextTokens: Scalars['Int']['output'];
  reasoning: Scalars['Boolean']['output'];
  streaming: Scalars['Boolean']['output'];
  structuredOutput: Scalars['Boolean']['output'];
  tools: Scalars['Boolean']['output'];
};

export type EngineConfigInput = {
  enabled?: InputMaybe<Scalars['Boolean']['input']>;
  id: Scalars['ID']['input'];
  maxConcurrent?: InputMaybe<Scalars['Int']['input']>;
  weight?: InputMaybe<Scalars['Float']['input']>;
};

export type EngineLimits = {
  __typename?: 'EngineLimits';
  connectTimeoutMs: Scalars['Int']['output'];
  firstTokenTimeoutMs: Scalars['Int']['output'];
  idleTimeoutMs: Scalars['Int']['output'];
  maxConcurrent: Scalars['Int']['output'];
  maxQueue: Scalars['Int']['output'];
  totalTimeoutMs: Scalars['Int']['output'];
};

export type EngineObservation = {
  __typename?: 'EngineObservation';
  at: Scalars['DateTime']['output'];
  errorCode?: Maybe<Scalars['String']['output']>;
  firstTokenMs?: Maybe<Scalars['Int']['output']>;
  ok: Scalars['Boolean']['output'];
  totalMs?: Maybe<Scalars['Int']['output']>;
};

export type EnginePayload = {
  __typename?: 'EnginePayload';
  correlationId: Scalars['ID']['output'];
  engine?: Maybe<Engine>;
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
};

export type EngineProvider =
  | 'DEEPSEEK'
  | 'OPENAI_COMPATIBLE'
  | 'SCRIPTED';

/** The parts of the score are between 0 and 1 and decay with time; value is their weighted sum. */
export type EngineScore = {
  __typename?: 'EngineScore';
  cost: Scalars['Float']['output'];
  latency: Scalars['Float']['output'];
  quality: Scalars['Float']['output'];
  samples: Scalars['Int']['output'];
  updatedAt?: Maybe<Scalars['DateTime']['output']>;
  value: Scalars['Float']['output'];
};

export type EngineState =
  | 'AVAILABLE'
  | 'COOLDOWN'
  | 'DEGRADED'
  | 'ERROR'
  | 'OFF'
  | 'UNKNOWN';

export type Feedback = {
  __typename?: 'Feedback';
  at: Scalars['DateTime']['output'];
  engine: Engine;
  id: Scalars['ID']['output'];
  latencyMs: Scalars['Int']['output'];
  rating?: Maybe<Scalars['Int']['output']>;
  success: Scalars['Boolean']['output'];
  tokens: Scalars['Int']['output'];
};

export type FeedbackInput = {
  comment?: InputMaybe<Scalars['String']['input']>;
  engine: Scalars['ID']['input'];
  latencyMs: Scalars['Int']['input'];
  messageId?: InputMaybe<Scalars['ID']['input']>;
  /** 1 (bad) to 5 (good) */
  rating?: InputMaybe<Scalars['Int']['input']>;
  success: Scalars['Boolean']['input'];
  tokens?: Scalars['Int']['input'];
};

export type FeedbackPayload = {
  __typename?: 'FeedbackPayload';
  correlationId: Scalars['ID']['output'];
  feedback?: Maybe<Feedback>;
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
};

export type HermesResources = {
  __typename?: 'HermesResources';
  models: Array<Model>;
  observedAt?: Maybe<Scalars['DateTime']['output']>;
  reason?: Maybe<Scalars['String']['output']>;
  state: ResourceState;
  tools: Array<CliTool>;
};

export type Model = {
  __typename?: 'Model';
  contextTokens?: Maybe<Scalars['Int']['output']>;
  engine?: Maybe<Engine>;
  id: Scalars['ID']['output'];
  loaded?: Maybe<Scalars['Boolean']['output']>;
  name: Scalars['String']['output'];
  sizeBytes?: Maybe<Scalars['Float']['output']>;
};

export type Mutation = {
  __typename?: 'Mutation';
  cancelTask?: Maybe<TaskPayload>;
  configureEngine?: Maybe<EnginePayload>;
  recordFeedback?: Maybe<FeedbackPayload>;
  resetCircuit?: Maybe<EnginePayload>;
  setRoutingStrategy?: Maybe<EnginePayload>;
  submitTask?: Maybe<TaskPayload>;
};


export type MutationCancelTaskArgs = {
  id: Scalars['ID']['input'];
};


export type MutationConfigureEngineArgs = {
  input: EngineConfigInput;
};


export type MutationRecordFeedbackArgs = {
  input: FeedbackInput;
};


export type MutationResetCircuitArgs = {
  engine: Scalars['ID']['input'];
};


export type MutationSetRoutingStrategyArgs = {
  strategy: RoutingStrategy;
};


export type MutationSubmitTaskArgs = {
  input: SubmitTaskInput;
};

export type Period =
  | 'HOUR_1'
  | 'HOUR_6'
  | 'HOUR_24';

/** Every root field is nullable: this subgraph sleeps while no window holds `switch`, and then answers null with SERVICE_ASLEEP. */
export type Query = {
  __typename?: 'Query';
  engine?: Maybe<Engine>;
  engines?: Maybe<Array<Engine>>;
  hermesResources?: Maybe<HermesResources>;
  /** What would be chosen now. Calls nobody. */
  routePreview?: Maybe<RouteDecision>;
  switchQueue?: Maybe<QueueStatus>;
  switchTask?: Maybe<SwitchTask>;
  usage?: Maybe<Array<UsageSummary>>;
};


/** Every root field is nullable: this subgraph sleeps while no window holds `switch`, and then answers null with SERVICE_ASLEEP. */
export type QueryEngineArgs = {
  id: Scalars['ID']['input'];
};


/** Every root field is nullable: this subgraph sleeps while no window holds `switch`, and then answers null with SERVICE_ASLEEP. */
export type QueryRoutePreviewArgs = {
  engine?: InputMaybe<Scalars['ID']['input']>;
  message: Scalars['String']['input'];
};


/** Every root field is nullable: this subgraph sleeps while no window holds `switch`, and then answers null with SERVICE_ASLEEP. */
export type QuerySwitchTaskArgs = {
  id: Scalars['ID']['input'];
};


/** Every root field is nullable: this subgraph sleeps while no window holds `switch`, and then answers null with SERVICE_ASLEEP. */
export type QueryUsageArgs = {
  period?: Period;
};

export type QueueItem = {
  __typename?: 'QueueItem';
  engine?: Maybe<Engine>;
  enqueuedAt: Scalars['DateTime']['output'];
  id: Scalars['ID']['output'];
  position: Scalars['Int']['output'];
  taskType: Scalars['String']['output'];
};

export type QueueStatus = {
  __typename?: 'QueueStatus';
  items: Array<QueueItem>;
  oldestWaitMs?: Maybe<Scalars['Int']['output']>;
  processing: Scalars['Int']['output'];
  size: Scalars['Int']['output'];
  waiting: Scalars['Int']['output'];
};

export type ResourceState =
  | 'CACHED'
  | 'LIVE'
  | 'OFF';

export type RouteAttempt = {
  __typename?: 'RouteAttempt';
  charactersDiscarded?: Maybe<Scalars['Int']['output']>;
  engine: Engine;
  errorCode?: Maybe<Scalars['String']['output']>;
  firstTokenMs?: Maybe<Scalars['Int']['output']>;
  order: Scalars['Int']['output'];
  outcome: RouteOutcome;
  startedAt: Scalars['DateTime']['output'];
  totalMs?: Maybe<Scalars['Int']['output']>;
};

export type RouteCandidate = {
  __typename?: 'RouteCandidate';
  eligible: Scalars['Boolean']['output'];
  engine: Engine;
  score: Scalars['Float']['output'];
  why: Scalars['String']['output'];
};

/** Which engine, and why. Kept with every answer. */
export type RouteDecision = {
  __typename?: 'RouteDecision';
  attempts: Array<RouteAttempt>;
  candidates: Array<RouteCandidate>;
  reason: Scalars['String']['output'];
  servedBy?: Maybe<Engine>;
  strategy: RoutingStrategy;
};

export type RouteOutcome =
  | 'CANCELLED'
  | 'FAILED_BEFORE_FIRST_TOKEN'
  | 'FAILED_MID_STREAM'
  | 'SERVED'
  | 'SKIPPED_BUDGET'
  | 'SKIPPED_CIRCUIT_OPEN'
  | 'SKIPPED_CONTEXT'
  | 'SKIPPED_NO_CREDENTIALS'
  | 'SKIPPED_OFF'
  | 'SKIPPED_QUEUE_FULL'
  | 'TIMED_OUT';

export type RoutingStrategy =
  | 'BANDIT'
  | 'LOWEST_LATENCY'
  | 'ORDERED'
  | 'PINNED'
  | 'WEIGHTED_SCORE';

export type Service = {
  __typename?: 'Service';
  /** The engines that run on this component. */
  engines?: Maybe<Array<Engine>>;
  name: Scalars['ID']['output'];
};

export type SubmitTaskInput = {
  engine?: InputMaybe<Scalars['ID']['input']>;
  idempotencyKey?: InputMaybe<Scalars['ID']['input']>;
  payload: Scalars['JSON']['input'];
  taskType: Scalars['String']['input'];
};

export type Subscription = {
  __typename?: 'Subscription';
  engineChanged: Engine;
  queueChanged: QueueStatus;
  taskChanged: SwitchTask;
};


export type SubscriptionEngineChangedArgs = {
  id?: InputMaybe<Scalars['ID']['input']>;
};


export type SubscriptionTaskChangedArgs = {
  id: Scalars['ID']['input'];
};

export type SwitchTask = {
  __typename?: 'SwitchTask';
  createdAt: Scalars['DateTime']['output'];
  decision?: Maybe<RouteDecision>;
  error?: Maybe<Scalars['String']['output']>;
  id: Scalars['ID']['output'];
  result?: Maybe<Scalars['JSON']['output']>;
  status: SwitchTaskStatus;
  taskType: Scalars['String']['output'];
};

export type SwitchTaskStatus =
  | 'CANCELLED'
  | 'DONE'
  | 'FAILED'
  | 'QUEUED'
  | 'RUNNING';

export type TaskPayload = {
  __typename?: 'TaskPayload';
  correlationId: Scalars['ID']['output'];
  message?: Maybe<Scalars['String']['output']>;
  ok: Scalars['Boolean']['output'];
  task?: Maybe<SwitchTask>;
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

export type UsageSummary = {
  __typename?: 'UsageSummary';
  engine: Engine;
  errors: Scalars['Int']['output'];
  requests: Scalars['Int']['output'];
  usage: TokenUsage;
};



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
  Engine: Engine;
  Model: Model;
  Service: Service;
  SwitchTask: SwitchTask;
};

/** Mapping of federation reference types */
export type FederationReferenceTypes = {
  Engine:
    ( { __typename: 'Engine' }
    & GraphQLRecursivePick<FederationTypes['Engine'], {"id":true}> );
  Model:
    ( { __typename: 'Model' }
    & GraphQLRecursivePick<FederationTypes['Model'], {"id":true}> );
  Service:
    ( { __typename: 'Service' }
    & GraphQLRecursivePick<FederationTypes['Service'], {"name":true}> );
  SwitchTask:
    ( { __typename: 'SwitchTask' }
    & GraphQLRecursivePick<FederationTypes['SwitchTask'], {"id":true}> );
};



/** Mapping between all available schema types and the resolvers types */
export type ResolversTypes = {
  CircuitBreaker: ResolverTypeWrapper<CircuitBreaker>;
  Int: ResolverTypeWrapper<Scalars['Int']['output']>;
  String: ResolverTypeWrapper<Scalars['String']['output']>;
  Boolean: ResolverTypeWrapper<Scalars['Boolean']['output']>;
  CircuitState: CircuitState;
  CliTool: ResolverTypeWrapper<CliTool>;
  ID: ResolverTypeWrapper<Scalars['ID']['output']>;
  DateTime: ResolverTypeWrapper<Scalars['DateTime']['output']>;
  Engine: ResolverTypeWrapper<EngineRecord>;
  EngineCapabilities: ResolverTypeWrapper<EngineCapabilities>;
  EngineConfigInput: EngineConfigInput;
  Float: ResolverTypeWrapper<Scalars['Float']['output']>;
  EngineLimits: ResolverTypeWrapper<EngineLimits>;
  EngineObservation: ResolverTypeWrapper<EngineObservation>;
  EnginePayload: ResolverTypeWrapper<Omit<EnginePayload, 'engine'> & { engine?: Maybe<ResolversTypes['Engine']> }>;
  EngineProvider: EngineProvider;
  EngineScore: ResolverTypeWrapper<EngineScore>;
  EngineState: EngineState;
  Feedback: ResolverTypeWrapper<Omit<Feedback, 'engine'> & { engine: ResolversTypes['Engine'] }>;
  FeedbackInput: FeedbackInput;
  FeedbackPayload: ResolverTypeWrapper<Omit<FeedbackPayload, 'feedback'> & { feedback?: Maybe<ResolversTypes['Feedback']> }>;
  HermesResources: ResolverTypeWrapper<Omit<HermesResources, 'models'> & { models: Array<ResolversTypes['Model']> }>;
  JSON: ResolverTypeWrapper<Scalars['JSON']['output']>;
  Model: ResolverTypeWrapper<SeenModel>;
  Mutation: ResolverTypeWrapper<Record<PropertyKey, never>>;
  Period: Period;
  Query: ResolverTypeWrapper<Record<PropertyKey, never>>;
  QueueItem: ResolverTypeWrapper<Omit<QueueItem, 'engine'> & { engine?: Maybe<ResolversTypes['Engine']> }>;
  QueueStatus: ResolverTypeWrapper<Omit<QueueStatus, 'items'> & { items: Array<ResolversTypes['QueueItem']> }>;
  ResourceState: ResourceState;
  RouteAttempt: ResolverTypeWrapper<Omit<RouteAttempt, 'engine'> & { engine: ResolversTypes['Engine'] }>;
  RouteCandidate: ResolverTypeWrapper<Omit<RouteCandidate, 'engine'> & { engine: ResolversTypes['Engine'] }>;
  RouteDecision: ResolverTypeWrapper<Omit<RouteDecision, 'attempts' | 'candidates' | 'servedBy'> & { attempts: Array<ResolversTypes['RouteAttempt']>, candidates: Array<ResolversTypes['RouteCandidate']>, servedBy?: Maybe<ResolversTypes['Engine']> }>;
  RouteOutcome: RouteOutcome;
  RoutingStrategy: RoutingStrategy;
  Service: ResolverTypeWrapper<ServiceKey>;
  SubmitTaskInput: SubmitTaskInput;
  Subscription: ResolverTypeWrapper<Record<PropertyKey, never>>;
  SwitchTask: ResolverTypeWrapper<TaskRecord>;
  SwitchTaskStatus: SwitchTaskStatus;
  TaskPayload: ResolverTypeWrapper<Omit<TaskPayload, 'task'> & { task?: Maybe<ResolversTypes['SwitchTask']> }>;
  TokenUsage: ResolverTypeWrapper<TokenUsage>;
  UsageSummary: ResolverTypeWrapper<Omit<UsageSummary, 'engine'> & { engine: ResolversTypes['Engine'] }>;
};

/** Mapping between all available schema types and the resolvers parents */
export type ResolversParentTypes = {
  CircuitBreaker: CircuitBreaker;
  Int: Scalars['Int']['output'];
  String: Scalars['String']['output'];
  Boolean: Scalars['Boolean']['output'];
  CliTool: CliTool;
  ID: Scalars['ID']['output'];
  DateTime: Scalars['DateTime']['output'];
  Engine: EngineRecord;
  EngineCapabilities: EngineCapabilities;
  EngineConfigInput: EngineConfigInput;
  Float: Scalars['Float']['output'];
  EngineLimits: EngineLimits;
  EngineObservation: EngineObservation;
  EnginePayload: Omit<EnginePayload, 'engine'> & { engine?: Maybe<ResolversParentTypes['Engine']> };
  EngineScore: EngineScore;
  Feedback: Omit<Feedback, 'engine'> & { engine: ResolversParentTypes['Engine'] };
  FeedbackInput: FeedbackInput;
  FeedbackPayload: Omit<FeedbackPayload, 'feedback'> & { feedback?: Maybe<ResolversParentTypes['Feedback']> };
  HermesResources: Omit<HermesResources, 'models'> & { models: Array<ResolversParentTypes['Model']> };
  JSON: Scalars['JSON']['output'];
  Model: SeenModel;
  Mutation: Record<PropertyKey, never>;
  Query: Record<PropertyKey, never>;
  QueueItem: Omit<QueueItem, 'engine'> & { engine?: Maybe<ResolversParentTypes['Engine']> };
  QueueStatus: Omit<QueueStatus, 'items'> & { items: Array<ResolversParentTypes['QueueItem']> };
  RouteAttempt: Omit<RouteAttempt, 'engine'> & { engine: ResolversParentTypes['Engine'] };
  RouteCandidate: Omit<RouteCandidate, 'engine'> & { engine: ResolversParentTypes['Engine'] };
  RouteDecision: Omit<RouteDecision, 'attempts' | 'candidates' | 'servedBy'> & { attempts: Array<ResolversParentTypes['RouteAttempt']>, candidates: Array<ResolversParentTypes['RouteCandidate']>, servedBy?: Maybe<ResolversParentTypes['Engine']> };
  Service: ServiceKey;
  SubmitTaskInput: SubmitTaskInput;
  Subscription: Record<PropertyKey, never>;
  SwitchTask: TaskRecord;
  TaskPayload: Omit<TaskPayload, 'task'> & { task?: Maybe<ResolversParentTypes['SwitchTask']> };
  TokenUsage: TokenUsage;
  UsageSummary: Omit<UsageSummary, 'engine'> & { engine: ResolversParentTypes['Engine'] };
};

export type CircuitBreakerResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['CircuitBreaker'] = ResolversParentTypes['CircuitBreaker']> = {
  failures?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastError?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  openedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  probeInFlight?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  retryAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['CircuitState'], ParentType, ContextType>;
  threshold?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type CliToolResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['CliTool'] = ResolversParentTypes['CliTool']> = {
  available?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  path?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  version?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
};

export interface DateTimeScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['DateTime'], any> {
  name: 'DateTime';
}

export type EngineResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['Engine'] = ResolversParentTypes['Engine'], FederationReferenceType extends FederationReferenceTypes['Engine'] = FederationReferenceTypes['Engine']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Engine']> | FederationReferenceType, FederationReferenceType, ContextType>;
  capabilities?: Resolver<ResolversTypes['EngineCapabilities'], ParentType, ContextType>;
  circuit?: Resolver<ResolversTypes['CircuitBreaker'], ParentType, ContextType>;
  hasCredentials?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  inFlight?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  lastObservation?: Resolver<Maybe<ResolversTypes['EngineObservation']>, ParentType, ContextType>;
  limits?: Resolver<ResolversTypes['EngineLimits'], ParentType, ContextType>;
  model?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  provider?: Resolver<ResolversTypes['EngineProvider'], ParentType, ContextType>;
  queued?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  score?: Resolver<ResolversTypes['EngineScore'], ParentType, ContextType>;
  service?: Resolver<Maybe<ResolversTypes['Service']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['EngineState'], ParentType, ContextType>;
};

export type EngineCapabilitiesResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['EngineCapabilities'] = ResolversParentTypes['EngineCapabilities']> = {
  contextTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasoning?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  streaming?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  structuredOutput?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  tools?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type EngineLimitsResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['EngineLimits'] = ResolversParentTypes['EngineLimits']> = {
  connectTimeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  firstTokenTimeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  idleTimeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxConcurrent?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  maxQueue?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  totalTimeoutMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type EngineObservationResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['EngineObservation'] = ResolversParentTypes['EngineObservation']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firstTokenMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  totalMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type EnginePayloadResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['EnginePayload'] = ResolversParentTypes['EnginePayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  engine?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type EngineScoreResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['EngineScore'] = ResolversParentTypes['EngineScore']> = {
  cost?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  latency?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  quality?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  samples?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  updatedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  value?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
};

export type FeedbackResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['Feedback'] = ResolversParentTypes['Feedback']> = {
  at?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  engine?: Resolver<ResolversTypes['Engine'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  latencyMs?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  rating?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  success?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  tokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type FeedbackPayloadResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['FeedbackPayload'] = ResolversParentTypes['FeedbackPayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  feedback?: Resolver<Maybe<ResolversTypes['Feedback']>, ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
};

export type HermesResourcesResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['HermesResources'] = ResolversParentTypes['HermesResources']> = {
  models?: Resolver<Array<ResolversTypes['Model']>, ParentType, ContextType>;
  observedAt?: Resolver<Maybe<ResolversTypes['DateTime']>, ParentType, ContextType>;
  reason?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  state?: Resolver<ResolversTypes['ResourceState'], ParentType, ContextType>;
  tools?: Resolver<Array<ResolversTypes['CliTool']>, ParentType, ContextType>;
};

export interface JsonScalarConfig extends GraphQLScalarTypeConfig<ResolversTypes['JSON'], any> {
  name: 'JSON';
}

export type ModelResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['Model'] = ResolversParentTypes['Model'], FederationReferenceType extends FederationReferenceTypes['Model'] = FederationReferenceTypes['Model']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Model']> | FederationReferenceType, FederationReferenceType, ContextType>;
  contextTokens?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  engine?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  loaded?: Resolver<Maybe<ResolversTypes['Boolean']>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  sizeBytes?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
};

export type MutationResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['Mutation'] = ResolversParentTypes['Mutation']> = {
  cancelTask?: Resolver<Maybe<ResolversTypes['TaskPayload']>, ParentType, ContextType, RequireFields<MutationCancelTaskArgs, 'id'>>;
  configureEngine?: Resolver<Maybe<ResolversTypes['EnginePayload']>, ParentType, ContextType, RequireFields<MutationConfigureEngineArgs, 'input'>>;
  recordFeedback?: Resolver<Maybe<ResolversTypes['FeedbackPayload']>, ParentType, ContextType, RequireFields<MutationRecordFeedbackArgs, 'input'>>;
  resetCircuit?: Resolver<Maybe<ResolversTypes['EnginePayload']>, ParentType, ContextType, RequireFields<MutationResetCircuitArgs, 'engine'>>;
  setRoutingStrategy?: Resolver<Maybe<ResolversTypes['EnginePayload']>, ParentType, ContextType, RequireFields<MutationSetRoutingStrategyArgs, 'strategy'>>;
  submitTask?: Resolver<Maybe<ResolversTypes['TaskPayload']>, ParentType, ContextType, RequireFields<MutationSubmitTaskArgs, 'input'>>;
};

export type QueryResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['Query'] = ResolversParentTypes['Query']> = {
  engine?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType, RequireFields<QueryEngineArgs, 'id'>>;
  engines?: Resolver<Maybe<Array<ResolversTypes['Engine']>>, ParentType, ContextType>;
  hermesResources?: Resolver<Maybe<ResolversTypes['HermesResources']>, ParentType, ContextType>;
  routePreview?: Resolver<Maybe<ResolversTypes['RouteDecision']>, ParentType, ContextType, RequireFields<QueryRoutePreviewArgs, 'message'>>;
  switchQueue?: Resolver<Maybe<ResolversTypes['QueueStatus']>, ParentType, ContextType>;
  switchTask?: Resolver<Maybe<ResolversTypes['SwitchTask']>, ParentType, ContextType, RequireFields<QuerySwitchTaskArgs, 'id'>>;
  usage?: Resolver<Maybe<Array<ResolversTypes['UsageSummary']>>, ParentType, ContextType, RequireFields<QueryUsageArgs, 'period'>>;
};

export type QueueItemResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['QueueItem'] = ResolversParentTypes['QueueItem']> = {
  engine?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType>;
  enqueuedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  position?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  taskType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type QueueStatusResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['QueueStatus'] = ResolversParentTypes['QueueStatus']> = {
  items?: Resolver<Array<ResolversTypes['QueueItem']>, ParentType, ContextType>;
  oldestWaitMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  processing?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  size?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  waiting?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type RouteAttemptResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['RouteAttempt'] = ResolversParentTypes['RouteAttempt']> = {
  charactersDiscarded?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  engine?: Resolver<ResolversTypes['Engine'], ParentType, ContextType>;
  errorCode?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  firstTokenMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  order?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  outcome?: Resolver<ResolversTypes['RouteOutcome'], ParentType, ContextType>;
  startedAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  totalMs?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
};

export type RouteCandidateResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['RouteCandidate'] = ResolversParentTypes['RouteCandidate']> = {
  eligible?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  engine?: Resolver<ResolversTypes['Engine'], ParentType, ContextType>;
  score?: Resolver<ResolversTypes['Float'], ParentType, ContextType>;
  why?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type RouteDecisionResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['RouteDecision'] = ResolversParentTypes['RouteDecision']> = {
  attempts?: Resolver<Array<ResolversTypes['RouteAttempt']>, ParentType, ContextType>;
  candidates?: Resolver<Array<ResolversTypes['RouteCandidate']>, ParentType, ContextType>;
  reason?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
  servedBy?: Resolver<Maybe<ResolversTypes['Engine']>, ParentType, ContextType>;
  strategy?: Resolver<ResolversTypes['RoutingStrategy'], ParentType, ContextType>;
};

export type ServiceResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['Service'] = ResolversParentTypes['Service'], FederationReferenceType extends FederationReferenceTypes['Service'] = FederationReferenceTypes['Service']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['Service']> | FederationReferenceType, FederationReferenceType, ContextType>;
  engines?: Resolver<Maybe<Array<ResolversTypes['Engine']>>, ParentType, ContextType>;
  name?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
};

export type SubscriptionResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['Subscription'] = ResolversParentTypes['Subscription']> = {
  engineChanged?: SubscriptionResolver<ResolversTypes['Engine'], "engineChanged", ParentType, ContextType, Partial<SubscriptionEngineChangedArgs>>;
  queueChanged?: SubscriptionResolver<ResolversTypes['QueueStatus'], "queueChanged", ParentType, ContextType>;
  taskChanged?: SubscriptionResolver<ResolversTypes['SwitchTask'], "taskChanged", ParentType, ContextType, RequireFields<SubscriptionTaskChangedArgs, 'id'>>;
};

export type SwitchTaskResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['SwitchTask'] = ResolversParentTypes['SwitchTask'], FederationReferenceType extends FederationReferenceTypes['SwitchTask'] = FederationReferenceTypes['SwitchTask']> = {
  __resolveReference?: ReferenceResolver<Maybe<ResolversTypes['SwitchTask']> | FederationReferenceType, FederationReferenceType, ContextType>;
  createdAt?: Resolver<ResolversTypes['DateTime'], ParentType, ContextType>;
  decision?: Resolver<Maybe<ResolversTypes['RouteDecision']>, ParentType, ContextType>;
  error?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  id?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  result?: Resolver<Maybe<ResolversTypes['JSON']>, ParentType, ContextType>;
  status?: Resolver<ResolversTypes['SwitchTaskStatus'], ParentType, ContextType>;
  taskType?: Resolver<ResolversTypes['String'], ParentType, ContextType>;
};

export type TaskPayloadResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['TaskPayload'] = ResolversParentTypes['TaskPayload']> = {
  correlationId?: Resolver<ResolversTypes['ID'], ParentType, ContextType>;
  message?: Resolver<Maybe<ResolversTypes['String']>, ParentType, ContextType>;
  ok?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  task?: Resolver<Maybe<ResolversTypes['SwitchTask']>, ParentType, ContextType>;
};

export type TokenUsageResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['TokenUsage'] = ResolversParentTypes['TokenUsage']> = {
  completionTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  costUsd?: Resolver<Maybe<ResolversTypes['Float']>, ParentType, ContextType>;
  estimated?: Resolver<ResolversTypes['Boolean'], ParentType, ContextType>;
  promptTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  reasoningTokens?: Resolver<Maybe<ResolversTypes['Int']>, ParentType, ContextType>;
  totalTokens?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
};

export type UsageSummaryResolvers<ContextType = SwitchContext, ParentType extends ResolversParentTypes['UsageSummary'] = ResolversParentTypes['UsageSummary']> = {
  engine?: Resolver<ResolversTypes['Engine'], ParentType, ContextType>;
  errors?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  requests?: Resolver<ResolversTypes['Int'], ParentType, ContextType>;
  usage?: Resolver<ResolversTypes['TokenUsage'], ParentType, ContextType>;
};

export type Resolvers<ContextType = SwitchContext> = {
  CircuitBreaker?: CircuitBreakerResolvers<ContextType>;
  CliTool?: CliToolResolvers<ContextType>;
  DateTime?: GraphQLScalarType;
  Engine?: EngineResolvers<ContextType>;
  EngineCapabilities?: EngineCapabilitiesResolvers<ContextType>;
  EngineLimits?: EngineLimitsResolvers<ContextType>;
  EngineObservation?: EngineObservationResolvers<ContextType>;
  EnginePayload?: EnginePayloadResolvers<ContextType>;
  EngineScore?: EngineScoreResolvers<ContextType>;
  Feedback?: FeedbackResolvers<ContextType>;
  FeedbackPayload?: FeedbackPayloadResolvers<ContextType>;
  HermesResources?: HermesResourcesResolvers<ContextType>;
  JSON?: GraphQLScalarType;
  Model?: ModelResolvers<ContextType>;
  Mutation?: MutationResolvers<ContextType>;
  Query?: QueryResolvers<ContextType>;
  QueueItem?: QueueItemResolvers<ContextType>;
  QueueStatus?: QueueStatusResolvers<ContextType>;
  RouteAttempt?: RouteAttemptResolvers<ContextType>;
  RouteCandidate?: RouteCandidateResolvers<ContextType>;
  RouteDecision?: RouteDecisionResolvers<ContextType>;
  Service?: ServiceResolvers<ContextType>;
  Subscription?: SubscriptionResolvers<ContextType>;
  SwitchTask?: SwitchTaskResolvers<ContextType>;
  TaskPayload?: TaskPayloadResolvers<ContextType>;
  TokenUsage?: TokenUsageResolvers<ContextType>;
  UsageSummary?: UsageSummaryResolvers<ContextType>;
};

