// Read when the gateway's packages load; without it they report to their maker. So everything else is imported after it.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
// graphql checks more while it is not production, for about a fifth of an answer's CPU time. Children inherit it.
process.env['NODE_ENV'] ??= 'production';
const startedAt = performance.now();

const { run } = await import('./run.ts');
await run(process.env, process.argv.slice(2), startedAt);
