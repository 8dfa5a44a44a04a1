import { assertNever } from '../../../platform/assert-never.ts';
import type { Grounding, Proposal } from '../../../schema/generated/operator.ts';
import { toProposal } from '../power/to-proposal.ts';
import type { Evidence, Looked } from './evidence.ts';
import { joined, type Grounded } from './grounded-text.ts';
import { reasonOf, remedyFor } from './no-engine.ts';
import { phrases } from './phrases.ts';
import { tellAudit } from './topics/audit.ts';
import { tellChange } from './topics/change.ts';
import { tellEngines, tellQueue } from './topics/engines.ts';
import { tellFailures } from './topics/failures.ts';
import { tellFlags } from './topics/flags.ts';
import { tellLiveWindows } from './topics/live-windows.ts';
import { tellMemory } from './topics/memory.ts';
import { tellMetrics } from './topics/metrics.ts';
import { tellPolicy } from './topics/policy.ts';
import { tellService } from './topics/service.ts';
import { tellServices } from './topics/services.ts';
import { tellUnknown } from './tell-unknown.ts';
import { tellWindows } from './topics/windows.ts';
import type { Language } from './understand/language.ts';
import type { Understood } from './understand/understand.ts';

export interface GroundedAnswer {
  readonly content: string;
  /** Why no engine answered, in the language of the content. */
  readonly degradedReason: string;
  readonly grounded: readonly Grounding[];
  /** What the reader may confirm; nothing of it has been done. */
  readonly proposals: readonly Proposal[];
}

/** madre's own answer. Every number and name in it is a value of `grounded`; all else is fixed wording. Text never acts. */
export function groundedAnswer(asked: Understood, evidence: Evidence): GroundedAnswer {
  const { language } = asked;
  const words = phrases[language];
  const reason = reasonOf(words, evidence.noEngine);
  const sections = [words.noEngine(reason), ...answer(asked, evidence)];
  if (!SHORT.has(evidence.topic.about)) sections.push(remedyFor(words, evidence.noEngine));
  const { text, grounded } = joined(sections, '\n\n');
  return {
    content: text,
    degradedReason: reason.text,
    grounded,
    proposals: proposalsOf(evidence, language),
  };
}

/** Answers that say what was asked and no more. */
const SHORT: ReadonlySet<string> = new Set([
  'change',
  'unclear-time',
  'later',
  'metrics',
  'memory',
  'policy',
  'audit',
  'flags',
  'opener',
  'remaining',
]);

function answer(asked: Understood, { topic, services, power }: Evidence): readonly Grounded[] {
  const { language } = asked;
  const words = phrases[language];
  switch (topic.about) {
    case 'status':
      return [tellServices(language, services), tellLiveWindows(language, power)];
    case 'services':
      return [tellServices(language, services)];
    case 'service':
      return [told(language, topic.detail, (detail) => tellService(language, detail))];
    case 'windows':
      return [tellWindows(language, power, topic.windows)];
    case 'failures':
      return [tellFailures(language, services, topic.windows)];
    case 'remaining':
    case 'opener':
      return [tellLiveWindows(language, power, asked.services)];
    case 'policy':
      return [tellPolicy(language, power)];
    case 'engines':
      return [told(language, topic.engines, (engines, at) => tellEngines(language, engines, at))];
    case 'queue':
      return [told(language, topic.queue, (queue, at) => tellQueue(language, queue, at))];
    case 'audit':
      return [told(language, topic.audit, (entries, at) => tellAudit(language, entries, at))];
    case 'flags':
      return [told(language, topic.flags, (flags, at) => tellFlags(language, flags, at))];
    case 'metrics':
      return [told(language, topic.traffic, (traffic, at) => tellMetrics(language, traffic, at))];
    case 'memory':
      return [told(language, topic.memory, (memory, at) => tellMemory(language, memory, at))];
    case 'change':
      return [told(language, topic.checked, (checked, at) => tellChange(language, checked, power, at))];
    case 'help':
    case 'greeting':
      return [words.abilities()];
    case 'off-topic':
      return [words.offTopic(), words.abilities()];
    case 'unclear-time':
      return [words.unclearTime()];
    case 'later':
      return [words.later(), tellLiveWindows(language, power)];
    case 'why-no-engine':
      return [];
    default:
      return assertNever(topic);
  }
}

function told<T>(
  language: Language,
  looked: Looked<T>,
  tell: (value: T, observedAt: string) => Grounded,
): Grounded {
  return looked.kind === 'known' ? tell(looked.value, looked.observedAt) : tellUnknown(language, looked.why);
}

function proposalsOf({ topic, remedy }: Evidence, language: Language): Proposal[] {
  // A window for switch would be taken for the answer to what was asked.
  if (topic.about === 'unclear-time' || topic.about === 'later') return [];
  const asked = topic.about === 'change' && topic.checked.kind === 'known' ? topic.checked.value.actions : [];
  const opensSwitch = asked.some(
    ({ action }) => action.kind === 'open' && action.services.includes('switch'),
  );
  return [...asked, ...(remedy === null || opensSwitch ? [] : [remedy])].map((checked) =>
    toProposal(checked, language),
  );
}
