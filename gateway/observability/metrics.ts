import { Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { RefusedFile } from '../../schema/refused-files.ts';

/** What is counted of this gateway, for Prometheus. Labels have few values: nothing that a client sends becomes one. */
export interface Metrics {
  requestAnswered(request: { readonly path: string; readonly status: number; readonly ms: number }): void;
  operationEnded(operation: { readonly kind: string; readonly outcome: string; readonly ms: number }): void;
  /** `isKnown`: the plan was kept from before. */
  planned(isKnown: boolean): void;
  /** `outcome` is ok, errors, or the code of what failed. */
  fetched(fetch: { readonly subgraph: string; readonly outcome: string; readonly ms: number }): void;
  eventCompleted(event: { readonly subgraph: string; readonly ms: number }): void;
  delivered(subscribers: number): void;
  dropped(): void;
  /** One answer in which the service slept. */
  slept(service: string): void;
  /** Looked at whenever somebody asks for the metrics. */
  followStreams(counts: () => { readonly topics: number; readonly subscribers: number }): void;
  /** Asked whenever somebody asks for the metrics; undefined where it is not known. Must not reject. */
  followRefusedFiles(read: () => Promise<readonly Pick<RefusedFile, 'file'>[] | undefined>): void;
  /** The text format of Prometheus. */
  text(): Promise<string>;
  readonly contentType: string;
}

const PREFIX = 'tentaculo_link_';
/** Seconds, from an answer out of memory to one that waited for a start. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

export function createMetrics(): Metrics {
  const registry = new Registry();
  const counter = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Counter({ name: PREFIX + name, help, labelNames, registers: [registry] });
  const seconds = <Label extends string>(name: string, help: string, labelNames: readonly Label[]) =>
    new Histogram({ name: PREFIX + name, help, labelNames, buckets: BUCKETS, registers: [registry] });

  const requests = seconds('http_request_seconds', 'HTTP requests, until the answer was sent', [
    'path',
    'status',
  ]);
  const operations = seconds('operation_seconds', 'Queries and mutations that were run', ['kind', 'outcome']);
  const plans = counter('plans_total', 'Plans looked up, by whether they were kept from before', ['cache']);
  const fetches = seconds('subgraph_fetch_seconds', 'Requests to subgraphs', ['subgraph', 'outcome']);
  const events = seconds('subscription_event_seconds', 'Events, until all fields were joined', ['subgraph']);
  const deliveries = counter('subscription_deliveries_total', 'Events offered to subscribers', []);
  const drops = counter('subscription_dropped_total', 'Events that a slow subscriber was not sent', []);
  const asleep = counter('asleep_answers_total', 'Answers in which a service slept', ['service']);
  addProcessGauges(registry);

  return {
    requestAnswered: ({ path, status, ms }) => requests.observe({ path, status }, ms / 1_000),
    operationEnded: ({ kind, outcome, ms }) => operations.observe({ kind, outcome }, ms / 1_000),
    planned: (isKnown) => plans.inc({ cache: isKnown ? 'hit' : 'miss' }),
    fetched: ({ subgraph, outcome, ms }) => fetches.observe({ subgraph, outcome }, ms / 1_000),
    eventCompleted: ({ subgraph, ms }) => events.observe({ subgraph }, ms / 1_000),
    delivered: (subscribers) => deliveries.inc(subscribers),
    dropped: () => drops.inc(),
    slept: (service) => asleep.inc({ service }),
    followStreams(counts) {
      addGauge(registry, 'subscriptions', 'Subscriptions that are open', () => counts().subscribers);
      addGauge(registry, 'subscription_streams', 'Different streams behind them', () => counts().topics);
    },
    followRefusedFiles: (read) => addRefusedFiles(registry, read),
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}

function addProcessGauges(registry: Registry): void {
  addGauge(registry, 'resident_memory_bytes', 'Memory of the process', () => process.memoryUsage.rss());
  addGauge(registry, 'cpu_seconds', 'Time on the processor since the start', () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1e6;
  });
  addGauge(registry, 'uptime_seconds', 'Time since the start', () => process.uptime());
  addGauge(
    registry,
    'event_loop_utilization',
    'Share of its time that the event loop was busy, since the start',
    () => performance.eventLoopUtilization().utilization,
  );
}

/** No sample where it is not known: a switch that sleeps has refused nothing, and used nothing. */
function addRefusedFiles(
  registry: Registry,
  read: () => Promise<readonly Pick<RefusedFile, 'file'>[] | undefined>,
): void {
  new Gauge({
    name: `${PREFIX}switch_refused_files`,
    help: 'Files of switch that changed and cannot be used, so that earlier ones are',
    labelNames: ['file'],
    registers: [registry],
    async collect() {
      const refused = await read();
      this.reset();
      for (const file of refused === undefined ? [] : (['engines', 'key'] as const))
        this.set({ file }, refused?.some((one) => one.file === file) === true ? 1 : 0);
    },
  });
}

function addGauge(registry: Registry, name: string, help: string, read: () => number): void {
  new Gauge({
    name: PREFIX + name,
    help,
    registers: [registry],
    collect() {
      this.set(read());
    },
  });
}
