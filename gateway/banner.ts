import type { Config } from './config.ts';
import { LOCAL_TOKEN } from './config/tokens.ts';

export interface BannerFacts {
  readonly url: string;
  readonly config: Config;
  /** What starts the components, and why that one; null where madre did not say. */
  readonly runtime: { readonly kind: string; readonly detail: string | null } | null;
  readonly startedInMs: number;
}

/** What a person sees when the stack is up. Never shows a token that somebody chose. */
export function createBanner({ url, config, runtime, startedInMs }: BannerFacts): string {
  const token = config.usesLocalToken ? LOCAL_TOKEN : '$VX11_TOKEN';
  const lines = [
    ['door', `${url}/graphql`],
    ['playground', `${url}/playground`],
    ['console', `${url}/`],
    ['data', config.dataDir],
    ['runtime', describeRuntime(runtime)],
    ['token', describeTokens(config)],
  ] as const;
  return [
    '',
    `tentaculo_link is up (${(startedInMs / 1000).toFixed(1)} s)`,
    '',
    ...lines.map(([name, value]) => `  ${name.padEnd(11)} ${value}`),
    '',
    '  Only the core runs. Open a window of one minute for switch:',
    '',
    `  curl -s ${url}/graphql -H 'content-type: application/json' -H "x-vx11-token: ${token}" \\`,
    `    -d '{"query":"mutation { openWindow(input: { services: [\\"switch\\"], ttlSec: 60 }) { ok message window { id state } } }"}'`,
    '',
    '  Ctrl-C stops it.',
    '',
  ].join('\n');
}

function describeRuntime(runtime: BannerFacts['runtime']): string {
  if (runtime === null) return 'unknown: madre did not say';
  return runtime.detail === null ? runtime.kind : `${runtime.kind}: ${runtime.detail}`;
}

function describeTokens(config: Config): string {
  if (config.usesLocalToken) return `${LOCAL_TOKEN} (nothing configured; accepted only from this machine)`;
  return config.tokens.map(({ name }) => name).join(', ');
}
