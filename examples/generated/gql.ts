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
    "mutation ChatExample {\n  chat(input: {message: \"What is running, and until when?\"}) {\n    ok\n    session {\n      id\n    }\n    message {\n      content\n      answeredBy\n      degraded\n      degradedReason\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}": typeof types.ChatExampleDocument,
    "mutation CloseWindowExample {\n  closeWindow(input: {reason: \"done\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      closeReason\n    }\n  }\n}": typeof types.CloseWindowExampleDocument,
    "query EnginesExample {\n  engines {\n    id\n    provider\n    model\n    state\n    hasCredentials\n  }\n}": typeof types.EnginesExampleDocument,
    "mutation OpenWindowExample {\n  openWindow(input: {services: [\"switch\"], ttlSec: 300, reason: \"first try\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      deadline\n    }\n  }\n}": typeof types.OpenWindowExampleDocument,
    "query StatusExample {\n  status {\n    status\n    policy\n    activeWindowCount\n    components {\n      service {\n        name\n      }\n      state\n      reason\n      ageMs\n    }\n    wokeServices\n  }\n}": typeof types.StatusExampleDocument,
    "subscription WatchWindowsExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      deadline\n      sessions {\n        id\n      }\n      services {\n        name\n        state\n        engines {\n          id\n          state\n        }\n      }\n    }\n  }\n}": typeof types.WatchWindowsExampleDocument,
};
const documents: Documents = {
    "mutation ChatExample {\n  chat(input: {message: \"What is running, and until when?\"}) {\n    ok\n    session {\n      id\n    }\n    message {\n      content\n      answeredBy\n      degraded\n      degradedReason\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}": types.ChatExampleDocument,
    "mutation CloseWindowExample {\n  closeWindow(input: {reason: \"done\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      closeReason\n    }\n  }\n}": types.CloseWindowExampleDocument,
    "query EnginesExample {\n  engines {\n    id\n    provider\n    model\n    state\n    hasCredentials\n  }\n}": types.EnginesExampleDocument,
    "mutation OpenWindowExample {\n  openWindow(input: {services: [\"switch\"], ttlSec: 300, reason: \"first try\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      deadline\n    }\n  }\n}": types.OpenWindowExampleDocument,
    "query StatusExample {\n  status {\n    status\n    policy\n    activeWindowCount\n    components {\n      service {\n        name\n      }\n      state\n      reason\n      ageMs\n    }\n    wokeServices\n  }\n}": types.StatusExampleDocument,
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
export function graphql(source: "mutation OpenWindowExample {\n  openWindow(input: {services: [\"switch\"], ttlSec: 300, reason: \"first try\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      deadline\n    }\n  }\n}"): (typeof documents)["mutation OpenWindowExample {\n  openWindow(input: {services: [\"switch\"], ttlSec: 300, reason: \"first try\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n      deadline\n    }\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "query StatusExample {\n  status {\n    status\n    policy\n    activeWindowCount\n    components {\n      service {\n        name\n      }\n      state\n      reason\n      ageMs\n    }\n    wokeServices\n  }\n}"): (typeof documents)["query StatusExample {\n  status {\n    status\n    policy\n    activeWindowCount\n    components {\n      service {\n        name\n      }\n      state\n      reason\n      ageMs\n    }\n    wokeServices\n  }\n}"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "subscription WatchWindowsExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      deadline\n      sessions {\n        id\n      }\n      services {\n        name\n        state\n        engines {\n          id\n          state\n        }\n      }\n    }\n  }\n}"): (typeof documents)["subscription WatchWindowsExample {\n  windowChanged {\n    seq\n    type\n    window {\n      id\n      state\n      deadline\n      sessions {\n        id\n      }\n      services {\n        name\n        state\n        engines {\n          id\n          state\n        }\n      }\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;