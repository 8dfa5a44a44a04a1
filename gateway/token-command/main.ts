import { ConfigurationError } from '../../platform/configuration/configuration-error.ts';
import { makeToken } from './make-token.ts';

/** `npm run token`. Exits with 78 where something is wrong. */
try {
  makeToken(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof ConfigurationError ? error.message : error);
  process.exit(error instanceof ConfigurationError ? 78 : 1);
}
