import type { Discretion } from '../../../platform/configuration/schema-issue.ts';
import { budgetPeriods, providers, strategyNames } from './engines-schema.ts';

/**
 * People write keys where they do not belong, and what is wrong with the file reaches logs, and everybody who may list engines. So only
 * what cannot be one is repeated.
 */
export const discretion: Discretion = {
  mayShowValue(value) {
    if (value === null || typeof value === 'boolean') return true;
    if (typeof value === 'number') return String(value).length <= LONGEST_NUMBER;
    return typeof value === 'string' && KNOWN_WORDS.has(value);
  },
  mayShowKey: (key) => WORDS_IN_CAMEL_CASE.test(key),
};

const LONGEST_NUMBER = 8;
const KNOWN_WORDS: ReadonlySet<string> = new Set([
  ...Object.keys(strategyNames),
  ...providers,
  ...budgetPeriods,
]);
/** As the file's own keys are, so that a typo is seen; no key of an engine is so short and without a digit. */
const WORDS_IN_CAMEL_CASE = /^[a-z]{1,8}(?:[A-Z][a-z]{1,8}){0,2}$/;
