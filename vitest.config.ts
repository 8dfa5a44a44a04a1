import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';

const require = createRequire(import.meta.url);

export default defineConfig({
  resolve: {
    // graphql must be one module: its own CommonJS build, which the Apollo packages load too.
    alias: [{ find: /^graphql$/, replacement: require.resolve('graphql') }],
  },
  test: {
    include: ['tests/**/*.test.ts'],
    globalSetup: ['tests/support/build-once.ts'],
    env: { APOLLO_TELEMETRY_DISABLED: 'true' },
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 90_000,
    // What is waited for comes, though the machine be busy; a second is too short then.
    expect: { poll: { timeout: 40_000 } },
    hookTimeout: 120_000,
  },
});
