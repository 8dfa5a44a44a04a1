import { spawnSync } from 'node:child_process';

/** Child processes of the tests run the built server, as users do; what is in date is not built again. */
export default function buildOnce(): void {
  const built = spawnSync(process.execPath, ['scripts/build.js', '--stale'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the build failed; see the errors above');
}
