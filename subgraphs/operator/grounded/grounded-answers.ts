import type { Grounding } from '../../../schema/generated/operator.ts';
import type { PowerFact, ServiceFact } from '../facts.ts';
import { intentOf, type Intent } from './intent.ts';
import { languageOf } from './language.ts';
import { reasonOf, remedyFor, type NoEngine } from './no-engine.ts';
import { phrases, type Phrases } from './phrases.ts';
import { fact, joined, say, type Grounded } from './grounded-text.ts';

export interface LiveState {
  readonly services: readonly ServiceFact[];
  /** Null where madre could not say. */
  readonly power: PowerFact | null;
  readonly noEngine: NoEngine;
}

export interface GroundedAnswer {
  readonly content: string;
  /** Why no engine answered, in the language of the content. */
  readonly degradedReason: string;
  readonly grounded: readonly Grounding[];
}

/** madre's own answer. Every number and name in it is a value of `grounded`; all else is fixed wording. Text never acts. */
export function groundedAnswer(question: string, live: LiveState): GroundedAnswer {
  const words = phrases[languageOf(question)];
  const sections = sectionsOf(intentOf(question)).map((section) => section(words, live));
  const { text, grounded } = joined(sections, '\n\n');
  return { content: text, degradedReason: reasonOf(words, live.noEngine).text, grounded };
}

type Section = (words: Phrases, live: LiveState) => Grounded;

function sectionsOf(intent: Intent): readonly Section[] {
  switch (intent) {
    case 'windows':
      return [whyNoEngine, liveWindows, whatHelps];
    case 'services':
      return [whyNoEngine, whatRuns, whatHelps];
    case 'help':
      return [whyNoEngine, abilities, whatHelps];
    case 'overview':
      return [whyNoEngine, whatRuns, liveWindows, whatHelps];
  }
}

const whyNoEngine: Section = (words, { noEngine }) => words.noEngine(reasonOf(words, noEngine));

const whatRuns: Section = (words, { services }) => {
  const running = services.filter((service) => service.state === 'READY');
  if (running.length === 0) return words.nothingRuns();
  return words.runs(
    joined(
      running.map((service) => say`${fact(`services.${service.name}`, service.name, service.observedAt)}`),
      ', ',
    ),
  );
};

const liveWindows: Section = (words, { power }) => {
  if (power === null) return words.windowsUnknown();
  if (power.activeWindows.length === 0) return words.noWindows();
  return joined(
    power.activeWindows.map((window) => windowLine(words, window, power.serverTime)),
    '\n',
  );
};

function windowLine(
  words: Phrases,
  window: PowerFact['activeWindows'][number],
  observedAt: string,
): Grounded {
  const field = (name: string): string => `windows.${window.id}.${name}`;
  const names = joined(
    window.services.map(({ name }) => say`${fact(field('services'), name, observedAt)}`),
    ', ',
  );
  const id = fact(field('id'), window.id, observedAt);
  const state = fact(field('state'), window.state, observedAt);
  const openedBy = fact(field('openedBy'), window.openedBy, observedAt);
  if (window.ttlRemainingSec === null) return words.heldWindow({ id, state, names, openedBy });
  return words.timedWindow({
    id,
    state,
    names,
    openedBy,
    remainingSec: fact(field('ttlRemainingSec'), window.ttlRemainingSec, observedAt),
  });
}

const abilities: Section = (words) => words.abilities();

const whatHelps: Section = (words, { noEngine }) => remedyFor(words, noEngine);
