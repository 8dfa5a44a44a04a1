// npm test: types, lint, format, dead code, then every test. With arguments, only those test files run.
import { spawnSync } from 'node:child_process';
import { checkNodeVersion } from './node-version.js';

checkNodeVersion();
const only = process.argv.slice(2);
const checks = [
  ['build', ['scripts/build.js', '--stale']],
  ['types', ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json']],
  ['types of the console', ['node_modules/typescript/bin/tsc', '-p', 'console/tsconfig.json']],
  ['lint', ['node_modules/eslint/bin/eslint.js', '.']],
  ['format', ['node_modules/prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.']],
  ['dead code', ['node_modules/knip/bin/knip.js']],
];
const env = { ...process.env, APOLLO_TELEMETRY_DISABLED: 'true' };

const failed =
  only.length > 0 ? [] : checks.filter(([name, args]) => !passes(name, args)).map(([name]) => name);
const tests = spawnSync(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...only], {
  stdio: 'inherit',
  env,
});
if (failed.length > 0) console.error(`failed before the tests, see above: ${failed.join(', ')}`);
process.exitCode = failed.length > 0 ? 1 : (tests.status ?? 1);

function passes(name, args) {
  const startedAt = Date.now();
  const result = spawnSync(process.execPath, args, { encoding: 'utf8', env, maxBuffer: 64 * 1024 * 1024 });
  const passed = result.status === 0;
  console.log(`${passed ? '✓' : '✗'} ${name} (${((Date.now() - startedAt) / 1000).toFixed(1)} s)`);
  if (!passed) console.log([result.stdout, result.stderr].filter(Boolean).join('\n'));
  return passed;
}
