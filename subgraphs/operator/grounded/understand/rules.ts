import type { Intent } from './intent.ts';
import type { Concept } from './lexicon.ts';
import type { Words } from './words.ts';

export interface Heard extends Words {
  readonly services: readonly string[];
  readonly hasDuration: boolean;
}

/** The first rule that fits, if the gate lets the message through. */
export function intentOf(heard: Heard): Intent {
  if (!isCovered(heard)) return 'off-topic';
  const has = (concept: Concept): boolean => heard.concepts.has(concept);
  const names = heard.services.length > 0;
  return rules.find(([, fits]) => fits({ has, names, lasts: heard.hasDuration }))?.[0] ?? 'off-topic';
}

/** No word may be left over; one may be where a service is named and most of the rest is understood. */
function isCovered({ known, unknown, services }: Heard): boolean {
  return unknown === 0 || (unknown === 1 && services.length > 0 && known >= 3);
}

interface Signs {
  readonly has: (concept: Concept) => boolean;
  readonly names: boolean;
  /** A stretch of time is named. */
  readonly lasts: boolean;
}

/** A question about a change is no wish for one. */
function isWish({ has }: Signs): boolean {
  return !['why', 'who', 'when', 'asking'].some((concept) => has(concept as Concept));
}

const rules: readonly (readonly [Intent, (signs: Signs) => boolean])[] = [
  ['restart', (signs) => isWish(signs) && signs.names && signs.has('restart')],
  [
    'extend',
    (signs) =>
      isWish(signs) &&
      ((signs.has('extend') && (signs.lasts || signs.has('window') || signs.names || signs.has('more'))) ||
        (signs.has('more') && signs.lasts)),
  ],
  ['close', (signs) => isWish(signs) && signs.has('window') && (signs.has('close') || signs.has('stop'))],
  ['stop', (signs) => isWish(signs) && signs.names && (signs.has('stop') || signs.has('close'))],
  [
    'open',
    (signs) =>
      isWish(signs) && (signs.names || signs.has('window')) && signs.has('open') && !signs.has('failure'),
  ],
  ['open', (signs) => isWish(signs) && signs.names && signs.has('need')],
  [
    'help',
    ({ has }) => has('how') && (has('open') || has('close') || has('extend')) && !has('left') && !has('time'),
  ],
  ['why-no-engine', ({ has, names }) => has('why') && (has('answer') || (has('engine') && !names))],
  ['why-no-engine', ({ has }) => has('negation') && (has('engine') || has('answer'))],
  ['audit', ({ has }) => has('audit') || (has('who') && has('change'))],
  ['flags', ({ has }) => has('flag')],
  ['metrics', ({ has }) => has('metric')],
  ['queue', ({ has }) => has('queue')],
  ['memory', ({ has }) => has('memory')],
  ['policy', ({ has }) => has('policy')],
  ['engines', ({ has }) => has('engine')],
  ['opener', ({ has }) => has('who') && (has('window') || has('opened') || has('open'))],
  [
    'remaining',
    ({ has, names }) =>
      (has('left') || (has('window') && (has('time') || has('when')))) &&
      (has('window') || has('time') || has('when') || has('left') || names) &&
      !has('why'),
  ],
  [
    'remaining',
    ({ has, names }) =>
      names && (has('when') || has('time')) && (has('running') || has('down') || has('stop')) && !has('why'),
  ],
  [
    'service',
    ({ has, names }) =>
      names &&
      (has('why') ||
        has('running') ||
        has('down') ||
        has('status') ||
        has('failure') ||
        has('opened') ||
        has('asking')),
  ],
  ['failures', ({ has }) => has('failure')],
  ['windows', ({ has }) => has('window')],
  ['services', ({ has }) => has('service')],
  ['help', ({ has }) => has('help')],
  ['greeting', ({ has }) => has('greeting')],
  ['services', ({ has }) => (has('running') || has('down')) && has('asking') && !has('status')],
  ['status', ({ has }) => has('status')],
  ['service', ({ names }) => names],
];
