// Before graphql is loaded. Children inherit it.
import '../platform/production.ts';

// Read when the gateway's packages load; without it they report to their maker. So everything else is imported after it.
process.env['APOLLO_TELEMETRY_DISABLED'] = 'true';
const startedAt = performance.now();

const { run } = await import('./run.ts');
await run(process.env, process.argv.slice(2), startedAt);
