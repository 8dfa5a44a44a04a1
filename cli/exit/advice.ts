type Facts = Readonly<Record<string, unknown>>;

/** What to do about an error, by its code; undefined where its message says all there is. */
export function adviceFor(code: string, facts: Facts, url: string): string | undefined {
  const [scope, service] = [textOf(facts['scope']), textOf(facts['service'])];
  switch (code) {
    case 'UNREACHABLE':
      return `Is the gateway up at ${url}? "npm start" starts it here; --url or VX11_URL names another; "vx11 doctor" looks further.`;
    case 'INVALID_ANSWER':
      return `Something else answers at ${url}: name the gateway with --url or VX11_URL.`;
    case 'UNAUTHENTICATED':
      return 'Give a token with VX11_TOKEN or VX11_TOKEN_FILE; "vx11 token --name NAME" makes one.';
    case 'FORBIDDEN':
      return scope === undefined
        ? 'Check VX11_TOKEN: "vx11 doctor" looks at the tokens file; "vx11 token" makes another.'
        : `Use a token with the scope ${scope}: "vx11 token --name NAME --scopes ${scope}" makes one.`;
    case 'SERVICE_ASLEEP':
      return facts['wake'] === undefined
        ? `"vx11 service why ${service ?? 'NAME'}" tells more.`
        : `Wake it: vx11 window open ${service ?? 'NAME'} --ttl 5m --wait`;
    case 'WINDOW_CONFLICT':
      return '"vx11 window list" shows what is open.';
    case 'BUDGET_EXCEEDED':
      return '"vx11 window list" shows what is open; --if-busy queue waits, --if-busy preempt ends less important ones.';
    case 'PLAN_CHANGED':
      return 'Look at "vx11 window plan" again.';
    case 'TTL_OUT_OF_RANGE':
      return 'Give --ttl from 10s to 24h.';
    case 'RUNTIME_UNAVAILABLE':
      return '"vx11 doctor" looks at what starts the services.';
    default:
      return undefined;
  }
}

function textOf(fact: unknown): string | undefined {
  return typeof fact === 'string' ? fact : undefined;
}
