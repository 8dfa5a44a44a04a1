/* eslint-disable */
import * as types from './graphql.ts';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "mutation ApplyPolicyExample {\n  applyPolicy(policy: OPERATIVE_CORE) {\n    ok\n    code\n    message\n    status {\n      active\n      expected {\n        name\n      }\n      missing {\n        name\n      }\n      unexpected {\n        name\n      }\n    }\n  }\n}": typeof types.ApplyPolicyExampleDocument,
    "mutation ChatExample {\n  chat(input: {message: \"What is running, and until when?\"}) {\n    ok\n    session {\n      id\n    }\n    message {\n      content\n      answeredBy\n      degraded\n      degradedReason\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}": typeof types.ChatExampleDocument,
    "mutation CloseWindowExample {\n  closeWindow(input: {reason: \"done\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      closeReason\n    }\n  }\n}": typeof types.CloseWindowExampleDocument,
    "query EnginesExample {\n  engines {\n    id\n    provider\n    model\n    state\n    hasCredentials\n  }\n}": typeof types.EnginesExampleDocument,
    "mutation ExtendWindowExample {\n  extendWindow(input: {id: \"the id that openWindow gave\", addSec: 600}) {\n    ok\n    code\n    message\n    window {\n      id\n      deadline\n      ttlRemainingSec\n    }\n  }\n}": typeof types.ExtendWindowExampleDocument,
    "mutation OpenWindowExample {\n  openWindow(input: {services: [\"switch\"], ttlSec: 300, reason: \"first try\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      deadline\n    }\n  }\n}": typeof types.OpenWindowExampleDocument,
    "query PlanWindowExample {\n  planWindow(\n    input: {services: [\"switch\"], ttlSec: 300, onBusy: PREEMPT, priority: 6}\n  ) {\n    hash\n    allowed\n    code\n    message\n    starts {\n      service {\n        name\n      }\n      level\n      becauseOf\n      etaP50Ms\n    }\n    alreadyRunning {\n      name\n    }\n    evicts {\n      id\n      reason\n      priority\n    }\n    etaP50Ms\n    etaP95Ms\n    memoryBytes\n    memoryBudgetBytes\n  }\n}": typeof types.PlanWindowExampleDocument,
    "mutation QueueWindowExample {\n  openWindow(\n    input: {services: [\"hermes\"], ttlSec: 600, reason: \"nightly index\", onBusy: QUEUE, priority: 3}\n  ) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      queuePosition\n      deadline\n    }\n  }\n}": typeof types.QueueWindowExampleDocument,
    "query StatusExample {\n  status {\n    status\n    policy\n    activeWindowCount\n    components {\n      service {\n        name\n      }\n      state\n      reason\n      ageMs\n    }\n    wokeServices\n  }\n}": typeof types.StatusExampleDocument,
    "subscription WatchExpiringExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      ttlRemainingSec\n      closeReason\n    }\n    inUse {\n      service {\n        name\n      }\n      active\n      detail\n    }\n  }\n}": typeof types.WatchExpiringExampleDocument,
    "subscription WatchWindowsExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      deadline\n      sessions {\n        id\n      }\n      services {\n        name\n        state\n        engines {\n          id\n          state\n        }\n      }\n    }\n  }\n}": typeof types.WatchWindowsExampleDocument,
};
const documents: Documents = {
    "mutation ApplyPolicyExample {\n  applyPolicy(policy: OPERATIVE_CORE) {\n    ok\n    code\n    message\n    status {\n      active\n      expected {\n        name\n      }\n      missing {\n        name\n      }\n      unexpected {\n        name\n      }\n    }\n  }\n}": types.ApplyPolicyExampleDocument,
    "mutation ChatExample {\n  chat(input: {message: \"What is running, and until when?\"}) {\n    ok\n    session {\n      id\n    }\n    message {\n      content\n      answeredBy\n      degraded\n      degradedReason\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}": types.ChatExampleDocument,
    "mutation CloseWindowExample {\n  closeWindow(input: {reason: \"done\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      closeReason\n    }\n  }\n}": types.CloseWindowExampleDocument,
    "query EnginesExample {\n  engines {\n    id\n    provider\n    model\n    state\n    hasCredentials\n  }\n}": types.EnginesExampleDocument,
    "mutation ExtendWindowExample {\n  extendWindow(input: {id: \"the id that openWindow gave\", addSec: 600}) {\n    ok\n    code\n    message\n    window {\n      id\n      deadline\n      ttlRemainingSec\n    }\n  }\n}": types.ExtendWindowExampleDocument,
    "mutation OpenWindowExample {\n  openWindow(input: {services: [\"switch\"], ttlSec: 300, reason: \"first try\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      deadline\n    }\n  }\n}": types.OpenWindowExampleDocument,
    "query PlanWindowExample {\n  planWindow(\n    input: {services: [\"switch\"], ttlSec: 300, onBusy: PREEMPT, priority: 6}\n  ) {\n    hash\n    allowed\n    code\n    message\n    starts {\n      service {\n        name\n      }\n      level\n      becauseOf\n      etaP50Ms\n    }\n    alreadyRunning {\n      name\n    }\n    evicts {\n      id\n      reason\n      priority\n    }\n    etaP50Ms\n    etaP95Ms\n    memoryBytes\n    memoryBudgetBytes\n  }\n}": types.PlanWindowExampleDocument,
    "mutation QueueWindowExample {\n  openWindow(\n    input: {services: [\"hermes\"], ttlSec: 600, reason: \"nightly index\", onBusy: QUEUE, priority: 3}\n  ) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      queuePosition\n      deadline\n    }\n  }\n}": types.QueueWindowExampleDocument,
    "query StatusExample {\n  status {\n    status\n    policy\n    activeWindowCount\n    components {\n      service {\n        name\n      }\n      state\n      reason\n      ageMs\n    }\n    wokeServices\n  }\n}": types.StatusExampleDocument,
    "subscription WatchExpiringExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      ttlRemainingSec\n      closeReason\n    }\n    inUse {\n      service {\n        name\n      }\n      active\n      detail\n    }\n  }\n}": types.WatchExpiringExampleDocument,
    "subscription WatchWindowsExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      deadline\n      sessions {\n        id\n      }\n      services {\n        name\n        state\n        engines {\n          id\n          state\n        }\n      }\n    }\n  }\n}": types.WatchWindowsExampleDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ApplyPolicyExample {\n  applyPolicy(policy: OPERATIVE_CORE) {\n    ok\n    code\n    message\n    status {\n      active\n      expected {\n        name\n      }\n      missing {\n        name\n      }\n      unexpected {\n        name\n      }\n    }\n  }\n}"): (typeof documents)["mutation ApplyPolicyExample {\n  applyPolicy(policy: OPERATIVE_CORE) {\n    ok\n    code\n    message\n    status {\n      active\n      expected {\n        name\n      }\n      missing {\n        name\n      }\n      unexpected {\n        name\n      }\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ChatExample {\n  chat(input: {message: \"What is running, and until when?\"}) {\n    ok\n    session {\n      id\n    }\n    message {\n      content\n      answeredBy\n      degraded\n      degradedReason\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}"): (typeof documents)["mutation ChatExample {\n  chat(input: {message: \"What is running, and until when?\"}) {\n    ok\n    session {\n      id\n    }\n    message {\n      content\n      answeredBy\n      degraded\n      degradedReason\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation CloseWindowExample {\n  closeWindow(input: {reason: \"done\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      closeReason\n    }\n  }\n}"): (typeof documents)["mutation CloseWindowExample {\n  closeWindow(input: {reason: \"done\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      closeReason\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query EnginesExample {\n  engines {\n    id\n    provider\n    model\n    state\n    hasCredentials\n  }\n}"): (typeof documents)["query EnginesExample {\n  engines {\n    id\n    provider\n    model\n    state\n    hasCredentials\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation ExtendWindowExample {\n  extendWindow(input: {id: \"the id that openWindow gave\", addSec: 600}) {\n    ok\n    code\n    message\n    window {\n      id\n      deadline\n      ttlRemainingSec\n    }\n  }\n}"): (typeof documents)["mutation ExtendWindowExample {\n  extendWindow(input: {id: \"the id that openWindow gave\", addSec: 600}) {\n    ok\n    code\n    message\n    window {\n      id\n      deadline\n      ttlRemainingSec\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation OpenWindowExample {\n  openWindow(input: {services: [\"switch\"], ttlSec: 300, reason: \"first try\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      deadline\n    }\n  }\n}"): (typeof documents)["mutation OpenWindowExample {\n  openWindow(input: {services: [\"switch\"], ttlSec: 300, reason: \"first try\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      deadline\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query PlanWindowExample {\n  planWindow(\n    input: {services: [\"switch\"], ttlSec: 300, onBusy: PREEMPT, priority: 6}\n  ) {\n    hash\n    allowed\n    code\n    message\n    starts {\n      service {\n        name\n      }\n      level\n      becauseOf\n      etaP50Ms\n    }\n    alreadyRunning {\n      name\n    }\n    evicts {\n      id\n      reason\n      priority\n    }\n    etaP50Ms\n    etaP95Ms\n    memoryBytes\n    memoryBudgetBytes\n  }\n}"): (typeof documents)["query PlanWindowExample {\n  planWindow(\n    input: {services: [\"switch\"], ttlSec: 300, onBusy: PREEMPT, priority: 6}\n  ) {\n    hash\n    allowed\n    code\n    message\n    starts {\n      service {\n        name\n      }\n      level\n      becauseOf\n      etaP50Ms\n    }\n    alreadyRunning {\n      name\n    }\n    evicts {\n      id\n      reason\n      priority\n    }\n    etaP50Ms\n    etaP95Ms\n    memoryBytes\n    memoryBudgetBytes\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "mutation QueueWindowExample {\n  openWindow(\n    input: {services: [\"hermes\"], ttlSec: 600, reason: \"nightly index\", onBusy: QUEUE, priority: 3}\n  ) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      queuePosition\n      deadline\n    }\n  }\n}"): (typeof documents)["mutation QueueWindowExample {\n  openWindow(\n    input: {services: [\"hermes\"], ttlSec: 600, reason: \"nightly index\", onBusy: QUEUE, priority: 3}\n  ) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      queuePosition\n      deadline\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query StatusExample {\n  status {\n    status\n    policy\n    activeWindowCount\n    components {\n      service {\n        name\n      }\n      state\n      reason\n      ageMs\n    }\n    wokeServices\n  }\n}"): (typeof documents)["query StatusExample {\n  status {\n    status\n    policy\n    activeWindowCount\n    components {\n      service {\n        name\n      }\n      state\n      reason\n      ageMs\n    }\n    wokeServices\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription WatchExpiringExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      ttlRemainingSec\n      closeReason\n    }\n    inUse {\n      service {\n        name\n      }\n      active\n      detail\n    }\n  }\n}"): (typeof documents)["subscription WatchExpiringExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      ttlRemainingSec\n      closeReason\n    }\n    inUse {\n      service {\n        name\n      }\n      active\n      detail\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription WatchWindowsExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      deadline\n      sessions {\n        id\n      }\n      services {\n        name\n        state\n        engines {\n          id\n          state\n        }\n      }\n    }\n  }\n}"): (typeof documents)["subscription WatchWindowsExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      deadline\n      sessions {\n        id\n      }\n      services {\n        name\n        state\n        engines {\n          id\n          state\n        }\n      }\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;