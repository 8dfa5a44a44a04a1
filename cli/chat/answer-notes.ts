import type { ChatAnswer } from '../../client/index.ts';
import { printable } from '../terminal/printable.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { milliseconds } from '../terminal/time-words.ts';

type Told = Pick<
  ChatAnswer,
  | 'engine'
  | 'answeredBy'
  | 'attempts'
  | 'degraded'
  | 'degradedReason'
  | 'grounded'
  | 'proposals'
  | 'usage'
  | 'firstTokenMs'
  | 'totalMs'
>;

/** Who answered, in what time, from what, and what it proposes: text never acts. */
export function answerNotes(
  message: Told,
  showsFacts: boolean,
  { colours, times }: Pick<Terminal, 'colours' | 'times'>,
): string[] {
  const { engine, answeredBy, usage, firstTokenMs, totalMs, degraded, degradedReason } = message;
  const facts = [
    engine?.id ?? (answeredBy === 'MADRE' ? 'madre, from live state' : 'nobody'),
    ...(usage === null ? [] : [`${usage.estimated ? 'about ' : ''}${usage.totalTokens} tokens`]),
    ...(firstTokenMs === null ? [] : [`first text after ${milliseconds(firstTokenMs)}`]),
    ...(totalMs === null ? [] : [`whole after ${milliseconds(totalMs)}`]),
  ];
  const failed = message.attempts.filter(({ errorCode }) => errorCode !== null);
  return [
    colours.dim(facts.join(' · ')),
    ...failed.map((attempt) =>
      colours.dim(`${attempt.engine.id} did not: ${attempt.errorCode ?? attempt.outcome}`),
    ),
    ...(degraded ? [colours.yellow(printable(degradedReason ?? 'no engine answered'))] : []),
    ...factLines(message.grounded, showsFacts, { colours, times }),
    ...message.proposals.map(({ summary, mutation, allowed, reason }) =>
      allowed
        ? `${colours.bold('proposed')}: ${printable(summary)} (${mutation}); nothing was done`
        : colours.dim(`proposed: ${printable(summary)}; not allowed: ${reason ?? 'no reason given'}`),
    ),
  ];
}

/** Each fact in the text, and when it was observed; how many, unless they were asked for. */
function factLines(
  facts: Told['grounded'],
  showsFacts: boolean,
  { colours, times }: Pick<Terminal, 'colours' | 'times'>,
): string[] {
  if (facts.length === 0) return [];
  if (!showsFacts) return [colours.dim(`from ${facts.length} observed facts: --facts lists them`)];
  return facts.map(({ field, value, observedAt }) =>
    colours.dim(`${field} = ${printable(JSON.stringify(value) ?? '')} (${times.instant(observedAt)})`),
  );
}
