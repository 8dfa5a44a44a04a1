import {
  context,
  propagation,
  SpanKind,
  SpanStatusCode,
  trace,
  type Attributes,
  type Span,
} from '@opentelemetry/api';

/**
 * Spans through the interface of OpenTelemetry. Without an SDK, which only who runs the gateway can load (`NODE_OPTIONS=--import …`),
 * all of this does nothing, and nothing leaves the machine.
 */
const tracer = trace.getTracer('tentaculo_link');

interface SpanOptions {
  readonly name: string;
  readonly kind?: 'server' | 'client' | 'internal';
  readonly attributes?: Attributes;
}

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

/** A span around the work, child of the one around the caller. What the work rejects with goes on, and marks the span. */
export function inSpan<Value>(options: SpanOptions, work: (span: Span) => Promise<Value>): Promise<Value> {
  return tracer.startActiveSpan(options.name, spanOptions(options), async (span) => {
    try {
      return await work(span);
    } catch (error) {
      markFailed(span, error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      span.end();
    }
  });
}

/** The same for work that is done at once. */
export function inSpanNow<Value>(options: SpanOptions, work: () => Value): Value {
  return tracer.startActiveSpan(options.name, spanOptions(options), (span) => {
    try {
      return work();
    } catch (error) {
      markFailed(span, error instanceof Error ? error.message : String(error));
      throw error;
    } finally {
      span.end();
    }
  });
}

export function markFailed(span: Span, message: string): void {
  span.setStatus({ code: SpanStatusCode.ERROR, message });
}

/** Runs what follows as part of the trace that the sender's headers name, if any. */
export function continueTrace<Value>(headers: Readonly<Record<string, unknown>>, next: () => Value): Value {
  return context.with(propagation.extract(context.active(), headers), next);
}

/** The headers that make a subgraph's own spans part of this trace. */
export function traceHeaders(): Readonly<Record<string, string>> {
  const headers: Record<string, string> = {};
  propagation.inject(context.active(), headers);
  return headers;
}

function spanOptions({ kind = 'internal', attributes = {} }: SpanOptions) {
  return { kind: KINDS[kind], attributes };
}
