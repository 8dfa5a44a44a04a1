import {
  context,
  propagation,
  ROOT_CONTEXT,
  SpanStatusCode,
  trace,
  type Attributes,
  type Context,
  type ContextManager,
  type Span,
  type SpanOptions,
  type Tracer,
} from '@opentelemetry/api';
import { AsyncLocalStorage } from 'node:async_hooks';

interface RecordedSpan {
  readonly name: string;
  readonly attributes: Attributes;
  /** The name of the span it was started in. */
  readonly parent: string | undefined;
  readonly failed: boolean;
  readonly ended: boolean;
}

interface RecordedSpans {
  readonly spans: readonly RecordedSpan[];
  forget(): void;
  stop(): void;
}

/** The least that an SDK of OpenTelemetry is: keeps every span, and finds the one around the caller. For the whole process. */
export function recordSpans(): RecordedSpans {
  const spans: (RecordedSpan & { failed: boolean; ended: boolean })[] = [];
  const bySpan = new Map<Span, RecordedSpan>();

  const tracer: Tracer = {
    startSpan(name, options: SpanOptions = {}, around: Context = context.active()) {
      const parent = trace.getSpan(around);
      const recorded = {
        name,
        attributes: options.attributes ?? {},
        parent: parent === undefined ? undefined : (bySpan.get(parent)?.name ?? 'elsewhere'),
        failed: false,
        ended: false,
      };
      spans.push(recorded);
      const inner = trace.wrapSpanContext({ traceId: '1'.repeat(32), spanId: '2'.repeat(16), traceFlags: 1 });
      const span: Span = Object.assign(Object.create(inner) as Span, {
        setStatus: ({ code }: { readonly code: SpanStatusCode }) => {
          recorded.failed = code === SpanStatusCode.ERROR;
          return span;
        },
        end: () => void (recorded.ended = true),
      });
      bySpan.set(span, recorded);
      return span;
    },
    startActiveSpan(name: string, options: unknown, ...rest: unknown[]) {
      const work = rest.at(-1) as (span: Span) => never;
      const span = this.startSpan(name, options as SpanOptions);
      return context.with(trace.setSpan(context.active(), span), () => work(span));
    },
  };
  trace.setGlobalTracerProvider({ getTracer: () => tracer });
  context.setGlobalContextManager(asyncContexts());
  propagation.setGlobalPropagator({
    inject: (around, carrier, setter) => {
      const span = trace.getSpan(around);
      if (span !== undefined) setter.set(carrier, 'traceparent', `of ${bySpan.get(span)?.name ?? ''}`);
    },
    extract: (around, carrier, getter) =>
      getter.get(carrier, 'traceparent') === undefined
        ? around
        : trace.setSpanContext(around, { traceId: '3'.repeat(32), spanId: '4'.repeat(16), traceFlags: 1 }),
    fields: () => ['traceparent'],
  });
  return {
    spans,
    forget: () => void spans.splice(0),
    stop() {
      trace.disable();
      context.disable();
      propagation.disable();
    },
  };
}

function asyncContexts(): ContextManager {
  const storage = new AsyncLocalStorage<Context>();
  const manager: ContextManager = {
    active: () => storage.getStore() ?? ROOT_CONTEXT,
    with: (around, work, self, ...args) => storage.run(around, () => work.call(self as never, ...args)),
    bind: (_around, target) => target,
    enable: () => manager,
    disable: () => manager,
  };
  return manager;
}
