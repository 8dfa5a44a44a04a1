import type { TokenRecord } from '../../platform/auth.ts';
import { attempt } from '../../platform/configuration/configuration-error.ts';
import type { EnvironmentReader } from '../../platform/configuration/environment.ts';
import { variables } from '../../subgraphs/index.ts';
import type { RateRules } from '../limits/rate-limits.ts';
import type { TrustedDocuments } from '../limits/trusted/trusted-documents.ts';
import { allowedOrigins } from './allowed-origins.ts';
import { defaultRateRules, rateRules } from './rate-rules.ts';
import { isLoopback, readTokens, type ScopeNames, type TokenRules } from './tokens.ts';
import { readTrustedDocuments } from './trusted-documents.ts';

/** Who may come in, how often, and with what: the same for the stack and for a gateway of any supergraph. */
export interface DoorSettings {
  readonly tokens: readonly TokenRecord[];
  /** Those of them that no file can take back. */
  readonly fixedTokens: readonly TokenRecord[];
  /** VX11_TOKENS, read again whenever it changes. */
  readonly tokensFile: string | undefined;
  /** What the tokens of that file may be given. */
  readonly scopes: ScopeNames;
  /** No token was configured, so the one that everybody knows opens the door; only on loopback. */
  readonly usesLocalToken: boolean;
  readonly redisUrl: string | undefined;
  /** Other origins whose pages may use the door, with their schemes. */
  readonly allowedOrigins: readonly string[];
  /** Where only the operations of VX11_TRUSTED_DOCUMENTS are answered. */
  readonly trusted: TrustedDocuments | undefined;
  /** How often a token may ask, by class of operation. */
  readonly rateRules: RateRules;
}

/** `origins`: those whose pages may come in where VX11_ALLOWED_ORIGINS names none. What is wrong is added to the reader's problems. */
export function readDoorSettings(
  reader: EnvironmentReader,
  { origins, ...rules }: TokenRules & { readonly origins: readonly string[] },
): DoorSettings {
  const tokens = readTokens(reader, rules);
  const { host, scopes } = rules;
  return {
    tokens: tokens.records,
    fixedTokens: tokens.fixed,
    tokensFile: tokens.file,
    scopes,
    usesLocalToken: tokens.isLocalOnly,
    redisUrl: reader.read('REDIS_URL', variables.REDIS_URL),
    allowedOrigins: reader.read('VX11_ALLOWED_ORIGINS', allowedOrigins) ?? origins,
    trusted: readTrusted(reader),
    rateRules: reader.read('VX11_RATE_LIMITS', rateRules) ?? (isLoopback(host) ? {} : defaultRateRules),
  };
}

function readTrusted(reader: EnvironmentReader): TrustedDocuments | undefined {
  const files = reader.files('VX11_TRUSTED_DOCUMENTS');
  return files.length === 0 ? undefined : attempt(reader.problems, () => readTrustedDocuments(files));
}
