import { z } from 'zod';
import { operationClasses, type OperationClass, type RateRules } from '../limits/rate-limits.ts';

/** On anything but loopback. Generous for a person and a few programs, and an end to a loop that ran wild. */
export const defaultRateRules: RateRules = {
  query: { points: 6_000, seconds: 60 },
  mutation: { points: 600, seconds: 60 },
  subscription: { points: 600, seconds: 60 },
  chat: { points: 60, seconds: 60 },
};

const FORM = /^(query|mutation|subscription|chat)=([1-9]\d{0,6})\/([1-9]\d{0,4})$/;

/** VX11_RATE_LIMITS: `off`, or `CLASS=COUNT/SECONDS` for each class to be limited, separated by commas. */
export const rateRules = z
  .string()
  .transform((text, check): RateRules => {
    if (text.trim() === 'off') return {};
    const parts = text.split(',').map((part) => FORM.exec(part.trim()));
    const rules = parts.flatMap((match) => (match === null ? [] : [ruleOf(match)]));
    const isUnique = new Set(rules.map(([kind]) => kind)).size === parts.length;
    if (rules.length !== parts.length || !isUnique) check.addIssue({ code: 'custom' });
    return Object.fromEntries(rules);
  })
  .describe(
    `off, or CLASS=COUNT/SECONDS separated by commas, each class (${operationClasses.join(', ')}) once, such as query=6000/60,chat=60/60`,
  );

function ruleOf(match: RegExpExecArray) {
  // The expression lets no other class through.
  return [match[1] as OperationClass, { points: Number(match[2]), seconds: Number(match[3]) }] as const;
}
