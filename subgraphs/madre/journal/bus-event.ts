import type { BusEvent } from '../../../platform/bus/bus.ts';
import type { JsonValue } from '../../../platform/json.ts';
import type { OutboxEvent } from './outbox.ts';

/** The stream that carries the outbox. */
export const MADRE_STREAM = 'madre';

/** `store` says which madre.db numbered it: a stream may outlive that file, or the file the stream. */
export function toBusData(event: OutboxEvent, store: string): JsonValue {
  const { kind, key, type, at } = event;
  // The data came out of JSON.parse.
  return { store, kind, key, type, at, data: event.data as JsonValue };
}

/** The event of the outbox, or 'foreign' where another store numbered it. */
export function fromBusEvent(event: BusEvent, store: string): OutboxEvent | 'foreign' {
  const { data } = event;
  if (data === null || typeof data !== 'object' || !('kind' in data) || data['store'] !== store)
    return 'foreign';
  const { kind, key, type, at } = data;
  if (
    typeof kind !== 'string' ||
    typeof key !== 'string' ||
    typeof type !== 'string' ||
    typeof at !== 'number'
  ) {
    throw new Error(`event ${event.seq} of madre's stream is malformed`);
  }
  return { seq: event.seq, kind, key, type, at, data: data['data'] };
}
