/** A place in the console. Each is an address of its own, after the #, so that it works behind any path and no token is ever in it. */
export type Route =
  | { readonly page: 'now'; readonly opening: Opening | null }
  | { readonly page: 'windows' }
  | { readonly page: 'chat'; readonly session: string | null }
  | { readonly page: 'timeline'; readonly correlationId: string | null }
  | { readonly page: 'engines' }
  | { readonly page: 'component'; readonly name: string };

/** What the panel for a new window begins with. */
export interface Opening {
  readonly services: readonly string[];
  readonly ttlSec: number | null;
}

/** The address of a conversation that has not begun. */
export const NEW_SESSION = 'new';

/** What no place answers to is Now. */
export function routeOf(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?');
  const [page, name] = path.split('/').map(decode);
  const query = new URLSearchParams(search);
  switch (page) {
    case 'windows':
      return name === 'open' ? { page: 'now', opening: openingOf(query) } : { page: 'windows' };
    case 'chat':
      return { page: 'chat', session: name || null };
    case 'timeline':
      return { page: 'timeline', correlationId: query.get('correlation') };
    case 'engines':
      return { page: 'engines' };
    case 'components':
      return name ? { page: 'component', name } : { page: 'now', opening: null };
    default:
      return { page: 'now', opening: null };
  }
}

export function addressOf(route: Route): string {
  switch (route.page) {
    case 'now':
      return route.opening === null ? '#/now' : `#/windows/open${openingQuery(route.opening)}`;
    case 'windows':
      return '#/windows';
    case 'chat':
      return route.session === null ? '#/chat' : `#/chat/${encodeURIComponent(route.session)}`;
    case 'timeline':
      return route.correlationId === null
        ? '#/timeline'
        : `#/timeline?correlation=${encodeURIComponent(route.correlationId)}`;
    case 'engines':
      return '#/engines';
    case 'component':
      return `#/components/${encodeURIComponent(route.name)}`;
  }
}

/** The address of the panel that opens a window for these. */
export function openAddress(services: readonly string[] = [], ttlSec: number | null = null): string {
  return addressOf({ page: 'now', opening: { services, ttlSec } });
}

function openingOf(query: URLSearchParams): Opening {
  const ttlSec = Number(query.get('ttlSec'));
  const services = (query.get('services') ?? '').split(',').filter(Boolean);
  return { services, ttlSec: Number.isInteger(ttlSec) && ttlSec > 0 ? ttlSec : null };
}

function openingQuery({ services, ttlSec }: Opening): string {
  const parts = [
    ...(services.length > 0 ? [`services=${services.map(encodeURIComponent).join(',')}`] : []),
    ...(ttlSec === null ? [] : [`ttlSec=${ttlSec}`]),
  ];
  return parts.length > 0 ? `?${parts.join('&')}` : '';
}

/** An address that somebody typed may be malformed. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
