// npm run gateway: builds what is missing or stale, then becomes the gateway of the supergraph that the arguments name.
import { checkNodeVersion } from './node-version.js';

checkNodeVersion();
try {
  const { buildStale } = await import('./build.js');
  await buildStale();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
await import('../dist/gateway/any-supergraph/main.js');
