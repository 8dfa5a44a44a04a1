import type { PowerFact } from '../../facts/facts.ts';
import { fact, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';
import { tellUnknown } from '../tell-unknown.ts';

export function tellPolicy(language: Language, power: PowerFact | null): Grounded {
  if (power === null) return tellUnknown(language, 'no-answer');
  const policy = fact('power.policy', power.policy, power.serverTime);
  const live = fact('power.activeWindowCount', power.activeWindows.length, power.serverTime);
  return language === 'en'
    ? say`The power policy is ${policy}; live windows on top of it: ${live}.`
    : say`La política de energía es ${policy}; ventanas vivas además de ella: ${live}.`;
}
