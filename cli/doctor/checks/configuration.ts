import { readConfig, type Config } from '../../../gateway/config.ts';
import { ConfigurationError } from '../../../platform/configuration/configuration-error.ts';
import type { Env } from '../../settings/settings.ts';
import { fails, ok, type Check } from '../check.ts';

/** The environment and its files as a gateway started here would read them. */
export function checkConfiguration(env: Env): {
  readonly checks: readonly Check[];
  readonly config?: Config;
} {
  try {
    const config = readConfig(env);
    return { checks: [ok('configuration', 'a gateway started here would take it')], config };
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    const checks = error.problems.map(({ file, path, expected, found }) =>
      fails(
        'configuration',
        `${file}: ${path} is ${found}`,
        `Expected ${expected}. See docs/configuration.md.`,
      ),
    );
    return { checks };
  }
}
