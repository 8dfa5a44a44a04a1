/** The typed client of the gateway, for browsers and every runtime with a WebSocket; node.ts is the same for Node. */
export { createClient, type Client } from './create-client.ts';
export type { ClientOptions, OperationOptions, RequestOptions, Wake } from './client-options.ts';
export type { Answer, Asleep } from './answer.ts';
export type { TypedDocument } from './document.ts';
export type { Gap } from './stream/gap.ts';
export type { EventStream, Reconnect, StreamEvent } from './stream/event-stream.ts';
export type { ResumableFields } from './stream/resumption.ts';
export type { TokenSource } from './token.ts';
export type { ChatAnswer, ChatStep } from './verbs/chat-steps.ts';
export type { Component, Window, WindowResult } from './verbs/power.ts';
export { Vx11Error } from './vx11-error.ts';
export * from './generated/graphql.ts';
