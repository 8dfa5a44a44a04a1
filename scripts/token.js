// npm run token: builds what is missing or stale, then makes a token.
import { checkNodeVersion } from './node-version.js';

checkNodeVersion();
try {
  const { buildStale } = await import('./build.js');
  await buildStale();
} catch (error) {
  console.error(`\n${error.message}`);
  process.exit(1);
}
await import('../dist/gateway/token-command/main.js');
