import type { Config } from './config.ts';
import { LOCAL_TOKEN } from './config/tokens.ts';
import type { PowerReport } from './stack/power-report.ts';

export interface BannerFacts {
  readonly url: string;
  readonly config: Config;
  /** Null where madre did not say. */
  readonly power: PowerReport | null;
  readonly startedInMs: number;
}

/** What a person sees when the stack is up. Never shows a token that somebody chose. */
export function createBanner({ url, config, power, startedInMs }: BannerFacts): string {
  const lines = [
    ['door', `${url}/graphql`],
    ['playground', `${url}/playground`],
    ['console', `${url}/`],
    ['data', config.dataDir],
    ['runtime', describeRuntime(power)],
    ['token', describeTokens(config)],
  ] as const;
  return [
    '',
    `tentaculo_link is up (${(startedInMs / 1000).toFixed(1)} s)`,
    '',
    ...lines.map(([name, value]) => `  ${name.padEnd(11)} ${value}`),
    '',
    ...describePower(power).map((line) => `  ${line}`),
    ...exampleFor(power, url, config.usesLocalToken ? LOCAL_TOKEN : '$VX11_TOKEN'),
    '  Ctrl-C stops it and its child processes; windows that live go on at the next start.',
    '',
  ].join('\n');
}

/** Ready to be pasted, for something that is really there. */
function exampleFor(power: PowerReport | null, url: string, token: string): readonly string[] {
  const name = power?.availableServices[0]?.name;
  if (name === undefined) return [];
  return [
    `  Open a window of one minute for ${name}:`,
    '',
    `  curl -s ${url}/graphql -H 'content-type: application/json' -H "x-vx11-token: ${token}" \\`,
    `    -d '{"query":"mutation { openWindow(input: { services: [\\"${name}\\"], ttlSec: 60 }) { ok message window { id state } } }"}'`,
    '',
  ];
}

function describeRuntime(power: PowerReport | null): string {
  if (power === null) return 'unknown: madre did not say';
  const { kind, detail } = power.runtime;
  return detail === null ? kind : `${kind}: ${detail}`;
}

/** After a crash there may be windows that go on, and services that outlived it. */
function describePower(power: PowerReport | null): readonly string[] {
  if (power === null) return ['What runs is unknown: madre did not say.'];
  const windows = power.activeWindows.map(({ state, deadline, services }) => {
    const until = deadline === null ? 'until it is closed' : `until ${deadline}`;
    return `A window is ${state} for ${services.map(({ name }) => name).join(', ')}, ${until}.`;
  });
  const running = power.runningServices.filter(({ kind }) => kind !== 'CORE');
  if (running.length === 0) return [...windows, 'Only the core runs.'];
  const names = running.map(({ name, state }) => `${name} (${state})`).join(', ');
  return [...windows, `Beside the core runs ${names}.`];
}

function describeTokens(config: Config): string {
  if (config.usesLocalToken) return `${LOCAL_TOKEN} (nothing configured; accepted only from this machine)`;
  return config.tokens.map(({ name }) => name).join(', ');
}
