import { spawnSync } from 'node:child_process';

/** Child processes of the tests run the built server, as users do; tsc is incremental, so a fresh build costs a second. */
export default function buildOnce(): void {
  const built = spawnSync('npx', ['tsc', '-p', 'tsconfig.build.json'], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('the server does not build; see the errors of tsc above');
}
