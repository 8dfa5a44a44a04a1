import type { Intent } from './intent.ts';
import type { Concept } from './lexicon.ts';
import { MOST_UNKNOWN, type Words } from './words.ts';

export interface Heard extends Words {
  readonly services: readonly string[];
  readonly hasDuration: boolean;
}

/** The first rule that fits, if the gate lets the message through. */
export function intentOf(heard: Heard): Intent {
  if (!isCovered(heard)) return 'off-topic';
  const has = (concept: Concept): boolean => heard.concepts.has(concept);
  const signs = {
    has,
    names: heard.services.length > 0,
    several: heard.services.length > 1,
    lasts: heard.hasDuration,
  };
  return rules.find(([, fits]) => fits(signs))?.[0] ?? 'off-topic';
}

/** No word may be left over; one may be where a service is named and most of the rest is understood. */
function isCovered({ known, unknown, services }: Heard): boolean {
  return unknown === 0 || (unknown <= MOST_UNKNOWN && services.length > 0 && known >= 3);
}

interface Signs {
  readonly has: (concept: Concept) => boolean;
  readonly names: boolean;
  /** More than one service is named. */
  readonly several: boolean;
  /** A stretch of time is named. */
  readonly lasts: boolean;
}

/** A question about a change is no wish for one. */
function isWish({ has }: Signs): boolean {
  return !['why', 'who', 'when', 'asking', 'negation'].some((concept) => has(concept as Concept));
}

/** Nothing that a queue, or a figure, is told to do. */
function changesPower({ has }: Signs): boolean {
  return has('open') || has('close') || has('extend') || has('restart');
}

/** People say of everything that it goes well: it is about the stack where nothing else is said. */
function isPlain({ has }: Signs): boolean {
  return !(['why', 'who', 'when', 'time', 'negation', 'left', 'need', 'more'] as const).some(has);
}

const rules: readonly (readonly [Intent, (signs: Signs) => boolean])[] = [
  // Which of them to start and which to stop is not guessed.
  ['help', (signs) => isWish(signs) && signs.several && signs.has('open') && signs.has('stop')],
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
  [
    'open',
    (signs) => isWish(signs) && signs.names && (signs.has('need') || (signs.has('running') && signs.lasts)),
  ],
  [
    'help',
    ({ has }) => has('how') && (has('open') || has('close') || has('extend')) && !has('left') && !has('time'),
  ],
  ['why-no-engine', ({ has, names }) => has('why') && (has('answer') || (has('engine') && !names))],
  ['why-no-engine', ({ has }) => has('negation') && (has('engine') || has('answer'))],
  ['audit', ({ has }) => has('audit') || (has('who') && (has('change') || has('did')))],
  ['audit', ({ has, names }) => has('change') && has('asking') && !names],
  ['flags', ({ has }) => has('flag')],
  ['metrics', (signs) => signs.has('metric') && !changesPower(signs)],
  ['queue', (signs) => signs.has('queue') && !changesPower(signs)],
  ['queue', ({ has }) => has('job') && (has('running') || has('failure') || has('down') || has('left'))],
  ['memory', (signs) => signs.has('memory') && !changesPower(signs)],
  ['policy', ({ has }) => has('policy')],
  ['engines', ({ has }) => has('engine')],
  ['opener', ({ has }) => has('who') && (has('window') || has('opened') || has('open') || has('running'))],
  [
    'remaining',
    ({ has, names }) =>
      (has('left') || (has('window') && (has('time') || has('when')))) &&
      (has('window') || has('time') || has('when') || names) &&
      !has('why') &&
      !has('who'),
  ],
  [
    'remaining',
    ({ has, names }) =>
      names &&
      (has('when') || has('time')) &&
      (has('running') || has('down') || has('stop') || has('close')) &&
      !has('why') &&
      !has('past'),
  ],
  [
    'remaining',
    ({ has, names }) =>
      !names &&
      has('when') &&
      (has('down') || has('stop') || has('close')) &&
      !has('why') &&
      !has('who') &&
      !has('past'),
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
        has('wellbeing') ||
        has('negation') ||
        has('opened') ||
        has('asking')),
  ],
  ['failures', ({ has }) => has('failure') && !has('help')],
  ['windows', ({ has }) => has('window')],
  ['services', ({ has }) => has('service')],
  ['help', ({ has }) => has('help')],
  ['services', ({ has }) => has('down') && (has('asking') || has('wellbeing')) && !has('status')],
  ['status', (signs) => signs.has('status') || (signs.has('wellbeing') && isPlain(signs))],
  ['greeting', (signs) => signs.has('greeting') && isPlain(signs)],
  ['services', ({ has }) => (has('running') || has('down')) && has('asking')],
  ['service', ({ names }) => names],
];
