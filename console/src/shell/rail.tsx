import { addressOf, type Route } from './route.ts';

interface Place {
  readonly page: Route['page'];
  readonly name: string;
  readonly address: string;
  /** Of a 24 by 24 drawing. */
  readonly icon: string;
}

const places: readonly Place[] = [
  {
    page: 'now',
    name: 'Now',
    address: addressOf({ page: 'now', opening: null }),
    icon: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18m0 4v5l3 3',
  },
  { page: 'windows', name: 'Windows', address: '#/windows', icon: 'M3 6h12M3 12h18M3 18h7' },
  { page: 'chat', name: 'Chat', address: '#/chat', icon: 'M4 5h16v11H10l-5 4v-4H4z' },
  { page: 'timeline', name: 'Timeline', address: '#/timeline', icon: 'M6 3v18M6 7h12M6 13h8M6 19h10' },
  {
    page: 'engines',
    name: 'Engines',
    address: '#/engines',
    icon: 'M7 7h10v10H7zM10 3v4m4-4v4m-4 10v4m4-4v4M3 10h4m-4 4h4m10-4h4m-4 4h4',
  },
];

/** Beside the page, or below it on a small screen. */
export function Rail(props: { readonly page: Route['page'] }) {
  const current = props.page === 'component' ? 'now' : props.page;
  return (
    <nav className="rail" aria-label="Places">
      {places.map((place) => (
        <a
          key={place.page}
          href={place.address}
          aria-current={place.page === current ? 'page' : undefined}
          title={place.name}
        >
          <Icon path={place.icon} />
          <span>{place.name}</span>
        </a>
      ))}
      <a href="./playground/" title="Playground">
        <Icon path="M8 5l11 7-11 7z" />
        <span>Playground</span>
      </a>
    </nav>
  );
}

function Icon(props: { readonly path: string }) {
  return (
    <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" className="icon">
      <path d={props.path} />
    </svg>
  );
}
