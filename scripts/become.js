// Builds what is missing or stale, then becomes that program, in this process so that signals reach it.
import { clearInterval, setInterval } from 'node:timers';
import { checkNodeVersion } from './node-version.js';

const LOOK_EVERY_MS = 200;

/** `program` is a file of dist. It reads the arguments of this process. */
export async function become(program) {
  checkNodeVersion();
  hangUpWithShell();
  try {
    const { buildStale } = await import('./build.js');
    await buildStale();
  } catch (error) {
    console.error(`\n${error.message}`);
    process.exit(1);
  }
  await import(new URL(`../dist/${program}`, import.meta.url).href);
}

/**
 * A signal to npm ends the shell that it runs this in, and the shell tells nobody: the server would live on with no parent. A hang-up
 * says the same and, unlike a second SIGTERM, never cuts short what has already begun to stop.
 */
function hangUpWithShell() {
  if (process.env.npm_lifecycle_event === undefined) return;
  const shell = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === shell) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGHUP');
  }, LOOK_EVERY_MS);
  timer.unref();
}
