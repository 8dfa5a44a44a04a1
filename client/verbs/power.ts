import type { OperationOptions, RequestOptions } from '../client-options.ts';
import * as documents from '../generated/graphql.ts';
import type { EventStream } from '../stream/event-stream.ts';
import type { Core } from './verbs.ts';

export type Window = documents.WindowFragment;
export type Component = documents.ComponentFragment;
export type WindowResult = documents.OpenWindowMutation['openWindow'];

/** Each rejects with Vx11Error; what madre refuses is data: `ok` is false and `code` says why. */
export interface PowerVerbs {
  /** Each component with its age; starts and probes nothing. */
  status(options?: RequestOptions): Promise<documents.StatusQuery['status']>;
  services(options?: RequestOptions): Promise<readonly Component[]>;
  /** Newest first, 20 unless `first` says otherwise. */
  windows(
    filter?: documents.WindowsQueryVariables,
    options?: RequestOptions,
  ): Promise<documents.WindowsQuery['windows']>;
  /** What opening it would do; changes nothing. Its hash as `planHash` of openWindow has exactly that done, or PLAN_CHANGED. */
  planWindow(
    input: documents.OpenWindowInput,
    options?: RequestOptions,
  ): Promise<documents.PlanWindowQuery['planWindow']>;
  /** With an idempotencyKey it may be sent again after a failure: there is one window. */
  openWindow(input: documents.OpenWindowInput, options?: RequestOptions): Promise<WindowResult>;
  /** Seconds more. */
  extendWindow(id: string, addSec: number, options?: RequestOptions): Promise<WindowResult>;
  /** The id may be left out while exactly one window is live. */
  closeWindow(input?: documents.CloseWindowInput, options?: RequestOptions): Promise<WindowResult>;
  /** The state of now, then each change; of one window where an id is given. */
  watchWindows(
    filter?: documents.WindowChangedSubscriptionVariables,
    options?: OperationOptions,
  ): EventStream<documents.WindowChangedSubscription>;
  watchServices(
    filter?: documents.ServiceChangedSubscriptionVariables,
    options?: OperationOptions,
  ): EventStream<documents.ServiceChangedSubscription>;
}

export function createPowerVerbs(client: Core): PowerVerbs {
  return {
    status: async (options) => (await client.query(documents.StatusDocument, {}, options)).data.status,
    services: async (options) => (await client.query(documents.ServicesDocument, {}, options)).data.services,
    windows: async (filter = {}, options) =>
      (await client.query(documents.WindowsDocument, filter, options)).data.windows,
    planWindow: async (input, options) =>
      (await client.query(documents.PlanWindowDocument, { input }, options)).data.planWindow,
    openWindow: async (input, options) =>
      (await client.mutate(documents.OpenWindowDocument, { input }, options)).data.openWindow,
    extendWindow: async (id, addSec, options) =>
      (await client.mutate(documents.ExtendWindowDocument, { input: { id, addSec } }, options)).data
        .extendWindow,
    closeWindow: async (input = {}, options) =>
      (await client.mutate(documents.CloseWindowDocument, { input }, options)).data.closeWindow,
    watchWindows: (filter = {}, options) =>
      client.subscribe(documents.WindowChangedDocument, filter, options),
    watchServices: (filter = {}, options) =>
      client.subscribe(documents.ServiceChangedDocument, filter, options),
  };
}
