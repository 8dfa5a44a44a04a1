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
    "query ConsoleState {\n  powerState {\n    policy\n    windowed\n    serverTime\n    runtime {\n      kind\n      available\n      detail\n    }\n    availableServices {\n      name\n    }\n    activeWindows {\n      ...WindowRow\n    }\n  }\n  services {\n    ...ServiceRow\n  }\n}\n\nsubscription WatchWindows {\n  windowChanged {\n    seq\n    type\n    window {\n      ...WindowRow\n    }\n  }\n}\n\nsubscription WatchServices {\n  serviceChanged {\n    seq\n    type\n    service {\n      ...ServiceRow\n    }\n  }\n}\n\nmutation OpenWindow($input: OpenWindowInput!) {\n  openWindow(input: $input) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n    }\n  }\n}\n\nmutation CloseWindow($id: ID!) {\n  closeWindow(input: {id: $id, reason: \"closed in the console\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n    }\n  }\n}\n\nmutation Ask($message: String!, $sessionId: ID) {\n  chat(input: {message: $message, sessionId: $sessionId}) {\n    ok\n    session {\n      id\n    }\n    message {\n      id\n      content\n      answeredBy\n      degraded\n      degradedReason\n      engine {\n        id\n      }\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}\n\nfragment WindowRow on PowerWindow {\n  id\n  state\n  mode\n  reason\n  openedBy\n  createdAt\n  deadline\n  closeReason\n  services {\n    name\n  }\n  failure {\n    message\n    suggestion\n  }\n}\n\nfragment ServiceRow on Service {\n  name\n  description\n  kind\n  state\n  reason\n  observedAt\n  holders {\n    reason\n    deadline\n    window {\n      id\n    }\n  }\n}": typeof types.ConsoleStateDocument,
};
const documents: Documents = {
    "query ConsoleState {\n  powerState {\n    policy\n    windowed\n    serverTime\n    runtime {\n      kind\n      available\n      detail\n    }\n    availableServices {\n      name\n    }\n    activeWindows {\n      ...WindowRow\n    }\n  }\n  services {\n    ...ServiceRow\n  }\n}\n\nsubscription WatchWindows {\n  windowChanged {\n    seq\n    type\n    window {\n      ...WindowRow\n    }\n  }\n}\n\nsubscription WatchServices {\n  serviceChanged {\n    seq\n    type\n    service {\n      ...ServiceRow\n    }\n  }\n}\n\nmutation OpenWindow($input: OpenWindowInput!) {\n  openWindow(input: $input) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n    }\n  }\n}\n\nmutation CloseWindow($id: ID!) {\n  closeWindow(input: {id: $id, reason: \"closed in the console\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n    }\n  }\n}\n\nmutation Ask($message: String!, $sessionId: ID) {\n  chat(input: {message: $message, sessionId: $sessionId}) {\n    ok\n    session {\n      id\n    }\n    message {\n      id\n      content\n      answeredBy\n      degraded\n      degradedReason\n      engine {\n        id\n      }\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}\n\nfragment WindowRow on PowerWindow {\n  id\n  state\n  mode\n  reason\n  openedBy\n  createdAt\n  deadline\n  closeReason\n  services {\n    name\n  }\n  failure {\n    message\n    suggestion\n  }\n}\n\nfragment ServiceRow on Service {\n  name\n  description\n  kind\n  state\n  reason\n  observedAt\n  holders {\n    reason\n    deadline\n    window {\n      id\n    }\n  }\n}": types.ConsoleStateDocument,
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
export function graphql(source: "query ConsoleState {\n  powerState {\n    policy\n    windowed\n    serverTime\n    runtime {\n      kind\n      available\n      detail\n    }\n    availableServices {\n      name\n    }\n    activeWindows {\n      ...WindowRow\n    }\n  }\n  services {\n    ...ServiceRow\n  }\n}\n\nsubscription WatchWindows {\n  windowChanged {\n    seq\n    type\n    window {\n      ...WindowRow\n    }\n  }\n}\n\nsubscription WatchServices {\n  serviceChanged {\n    seq\n    type\n    service {\n      ...ServiceRow\n    }\n  }\n}\n\nmutation OpenWindow($input: OpenWindowInput!) {\n  openWindow(input: $input) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n    }\n  }\n}\n\nmutation CloseWindow($id: ID!) {\n  closeWindow(input: {id: $id, reason: \"closed in the console\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n    }\n  }\n}\n\nmutation Ask($message: String!, $sessionId: ID) {\n  chat(input: {message: $message, sessionId: $sessionId}) {\n    ok\n    session {\n      id\n    }\n    message {\n      id\n      content\n      answeredBy\n      degraded\n      degradedReason\n      engine {\n        id\n      }\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}\n\nfragment WindowRow on PowerWindow {\n  id\n  state\n  mode\n  reason\n  openedBy\n  createdAt\n  deadline\n  closeReason\n  services {\n    name\n  }\n  failure {\n    message\n    suggestion\n  }\n}\n\nfragment ServiceRow on Service {\n  name\n  description\n  kind\n  state\n  reason\n  observedAt\n  holders {\n    reason\n    deadline\n    window {\n      id\n    }\n  }\n}"): (typeof documents)["query ConsoleState {\n  powerState {\n    policy\n    windowed\n    serverTime\n    runtime {\n      kind\n      available\n      detail\n    }\n    availableServices {\n      name\n    }\n    activeWindows {\n      ...WindowRow\n    }\n  }\n  services {\n    ...ServiceRow\n  }\n}\n\nsubscription WatchWindows {\n  windowChanged {\n    seq\n    type\n    window {\n      ...WindowRow\n    }\n  }\n}\n\nsubscription WatchServices {\n  serviceChanged {\n    seq\n    type\n    service {\n      ...ServiceRow\n    }\n  }\n}\n\nmutation OpenWindow($input: OpenWindowInput!) {\n  openWindow(input: $input) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n    }\n  }\n}\n\nmutation CloseWindow($id: ID!) {\n  closeWindow(input: {id: $id, reason: \"closed in the console\"}) {\n    ok\n    code\n    message\n    window {\n      id\n      state\n    }\n  }\n}\n\nmutation Ask($message: String!, $sessionId: ID) {\n  chat(input: {message: $message, sessionId: $sessionId}) {\n    ok\n    session {\n      id\n    }\n    message {\n      id\n      content\n      answeredBy\n      degraded\n      degradedReason\n      engine {\n        id\n      }\n      grounded {\n        field\n        value\n        observedAt\n      }\n    }\n    error {\n      code\n      message\n    }\n  }\n}\n\nfragment WindowRow on PowerWindow {\n  id\n  state\n  mode\n  reason\n  openedBy\n  createdAt\n  deadline\n  closeReason\n  services {\n    name\n  }\n  failure {\n    message\n    suggestion\n  }\n}\n\nfragment ServiceRow on Service {\n  name\n  description\n  kind\n  state\n  reason\n  observedAt\n  holders {\n    reason\n    deadline\n    window {\n      id\n    }\n  }\n}"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;