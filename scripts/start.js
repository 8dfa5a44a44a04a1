// npm start: builds what is missing or stale, then becomes the server, in this process so that signals reach it.
import { checkNodeVersion } from './node-version.js';

checkNodeVersion();
try {
  const { buildStale } = await import('./build.js');
  await buildStale();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
await import('../dist/gateway/main.js');
