// Read when the packages load, those of other gateways included; so each bench is imported after it.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
process.env['NODE_ENV'] = 'production';

/** `npm run bench -- NAME`: each prints its table, as bench/README.md explains. */
const benches: Readonly<Record<string, () => Promise<void>>> = {
  'asleep-answer': async () => (await import('./asleep-answer/asleep-answer.ts')).measureAsleepAnswer(),
  chat: async () => (await import('./chat/chat.ts')).measureChat(),
  'embedded-query': async () => (await import('./embedded-query/embedded-query.ts')).measureEmbeddedQuery(),
  'fan-out': async () => (await import('./fan-out/fan-out.ts')).measureFanOut(),
  'first-paint': async () => (await import('./first-paint/first-paint.ts')).measureFirstPaint(),
  'gateway-query': async () => (await import('./gateway-query/gateway-query.ts')).measureGatewayQuery(),
  'slow-readers': async () => (await import('./slow-readers/slow-readers.ts')).measureSlowReaders(),
  'window-open': async () => (await import('./window-open/window-open.ts')).measureWindowOpen(),
};

const name = process.argv[2] ?? '';
const bench = benches[name];
if (bench === undefined) {
  console.error(`expected one of ${Object.keys(benches).join(', ')}, got ${JSON.stringify(name)}`);
  process.exit(64);
}
await bench();

export {};
