import { errorFromAll, errorFromWire, Vx11Error, type WireError } from './vx11-error.ts';

/** A component that slept: the fields it left null, and what would wake it. */
export interface Asleep {
  readonly service: string;
  readonly paths: readonly (readonly (string | number)[])[];
  /** The mutation that opens a window for it; undefined where none would help. */
  readonly wake: unknown;
}

/** `data` is what was answered; a field that failed or slept is null in it and has its error here. */
export interface Answer<Data> {
  readonly data: Data;
  readonly errors: readonly Vx11Error[];
  readonly asleep: readonly Asleep[];
}

export interface WireAnswer {
  readonly data?: unknown;
  readonly errors?: readonly WireError[];
  readonly extensions?: Readonly<Record<string, unknown>>;
}

/** Throws the first error where nothing was answered at all. */
export function readAnswer<Data>(wire: WireAnswer): Answer<Data> {
  const answer = readPartial<Data>(wire);
  if (answer.data === null) throw errorFromAll(wire.errors ?? []);
  return { ...answer, data: answer.data };
}

/** The same for an event: one that could not be told at all has no data. */
export function readPartial<Data>({ data, errors = [], extensions = {} }: WireAnswer): Answer<Data | null> {
  return {
    // The gateway has validated the operation that the type was generated from.
    data: typeof data === 'object' ? (data as Data | null) : null,
    errors: errors.map(errorFromWire),
    asleep: readAsleep(extensions['asleep']),
  };
}

/** What came over the wire, where it has the form of an answer. Throws INVALID_ANSWER otherwise. */
export function asWireAnswer(value: unknown): WireAnswer {
  const errors = isRecord(value) ? value['errors'] : undefined;
  const isAnswer =
    isRecord(value) &&
    ('data' in value || errors !== undefined) &&
    (errors === undefined || areErrors(errors));
  if (!isAnswer) throw new Vx11Error('INVALID_ANSWER', 'what came is not an answer of GraphQL');
  return value;
}

export function areErrors(value: unknown): value is readonly WireError[] {
  return Array.isArray(value) && value.every((one) => isRecord(one) && typeof one['message'] === 'string');
}

function readAsleep(value: unknown): readonly Asleep[] {
  if (!Array.isArray(value)) return [];
  return value.filter(isRecord).map(({ service, paths, wake }) => ({
    service: String(service),
    paths: Array.isArray(paths) ? (paths as Asleep['paths']) : [],
    wake,
  }));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
