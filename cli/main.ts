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
// Whoever reads the results has seen enough, as head(1) does.
process.stdout.on('error', () => process.exit(0));

process.exitCode = await run({
  args: process.argv.slice(2),
  env: process.env,
  input: process.stdin,
  output: process.stdout,
  problems: process.stderr,
  signal: ending.signal,
});
