import { readFileSync } from 'node:fs';
import { UsageError } from '../exit/usage-error.ts';

export type Env = Readonly<Record<string, string | undefined>>;

export interface Settings {
  readonly url: string;
  /** Asked anew for each connection, so that a file that was changed counts. Undefined where there is none. */
  readonly token: () => string | undefined;
}

const DEFAULT_URL = 'http://127.0.0.1:8000';
/** What a gateway on loopback accepts while none was configured. */
const LOCAL_TOKEN = 'vx11-local-token';
/** As the gateway reads them; the first one set counts. */
const TOKEN_VARIABLES = ['VX11_TENTACULO_LINK_TOKEN', 'VX11_GATEWAY_TOKEN', 'VX11_TOKEN'];

/** The command line counts before the environment. Throws UsageError. */
export function readSettings(
  options: { readonly url?: string | undefined; readonly token?: string | undefined },
  env: Env,
): Settings {
  const url = readUrl(options.url ?? nonEmpty(env['VX11_URL']) ?? DEFAULT_URL);
  return { url: url.href.replace(/\/+$/, ''), token: () => readToken(options.token, env, url) };
}

function readUrl(text: string): URL {
  const url = parseUrl(/^[a-z]+:\/\//i.test(text) ? text : `http://${text}`);
  if (url === null || !['http:', 'https:'].includes(url.protocol))
    throw new UsageError(
      `--url and VX11_URL take an address such as ${DEFAULT_URL}, got ${JSON.stringify(text)}`,
    );
  return url;
}

function readToken(given: string | undefined, env: Env, url: URL): string | undefined {
  if (given !== undefined) return given;
  for (const name of TOKEN_VARIABLES) {
    const value = nonEmpty(env[name]);
    if (value !== undefined) return value;
    const file = nonEmpty(env[`${name}_FILE`]);
    if (file !== undefined) return readTokenFile(`${name}_FILE`, file);
  }
  return isLoopback(url.hostname) ? LOCAL_TOKEN : undefined;
}

function readTokenFile(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError(`${variable} must name a file that can be read, got ${file} (${why})`);
  }
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}

function nonEmpty(value: string | undefined): string | undefined {
  return value === '' ? undefined : value;
}

/** URL.parse, which Node 20 lacks. */
function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}
