#!/usr/bin/env node
import { Interrupted } from './exit/interrupted.ts';
import { run } from './run.ts';

const ending = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.on(name, () => {
    // Asked twice, it ends at once.
    if (ending.signal.aborted) process.exit(name === 'SIGINT' ? 130 : 143);
    ending.abort(new Interrupted(name));
  });
// EPIPE: whoever reads the results has seen enough, as head(1) does. Else they are lost, on a full disk for one.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

process.exitCode = await run({
  args: process.argv.slice(2),
  env: process.env,
  input: process.stdin,
  output: process.stdout,
  problems: process.stderr,
  signal: ending.signal,
});
