import type { AuditFact } from '../../facts/guarded-facts.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

/** The newest entries. */
export function tellAudit(language: Language, entries: readonly AuditFact[], observedAt: string): Grounded {
  if (entries.length === 0) return words[language].none;
  const lines = entries.map((entry) => {
    const about = (name: string, value: string): Grounded =>
      fact(`audit.${entry.seq}.${name}`, value, observedAt);
    const { at, actor, action, target, outcome } = entry;
    const what =
      target === null ? about('action', action) : say`${about('action', action)} ${about('target', target)}`;
    return say`${about('at', at)}: ${about('actor', actor)}, ${what}, ${about('outcome', outcome)}`;
  });
  return joined([words[language].head, ...lines], '\n');
}

const words = {
  en: { none: say`The audit is empty.`, head: say`The newest entries of the audit:` },
  es: { none: say`La auditoría está vacía.`, head: say`Lo último de la auditoría:` },
} as const satisfies Record<Language, unknown>;
