/** What one WebSocket client, or all of them together, may ask of this process. */
export const socketLimits = {
  /** Of one message, once the token was accepted. */
  messageBytes: 512 * 1024,
  /** Of one message before that. */
  strangerMessageBytes: 16 * 1024,
  /** Of all that a connection sends before that, whole messages or not. */
  strangerBytes: 32 * 1024,
  /** That one message may come in: each is kept with more around it than it may hold. */
  messageFragments: 1_024,
  /** Of objects and lists in one message. */
  messageNesting: 100,
  /** Connections whose token was not accepted yet. */
  strangers: 256,
  /** Operations under way on one connection. */
  liveOperations: 1_000,
  /** Connections of one token. */
  tokenSockets: 10_000,
  /** Subscriptions of one token, over all its connections. */
  tokenSubscriptions: 20_000,
  /** Answers that a client has not read: from here on nothing more is read from it. */
  pauseAtBytes: 1024 * 1024,
  /** And from here on it is disconnected. */
  closeAtBytes: 8 * 1024 * 1024,
} as const;
