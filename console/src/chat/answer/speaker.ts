import type { SaidFragment } from '../../generated/graphql.ts';
import { duration } from '../../time/durations.ts';

type Attempt = SaidFragment['attempts'][number];
type Candidate = NonNullable<SaidFragment['route']>['candidates'][number];

/** Of the engine that speaks itself: they say nothing of another. */
const OWN_OUTCOMES: readonly string[] = ['SERVED', 'CANCELLED', 'RUNNING', 'INTERRUPTED'];

/** Who speaks, and why: "deepseek · local was off". */
export function speakerWords(
  answer: Pick<SaidFragment, 'answeredBy' | 'engine' | 'degraded' | 'degradedReason' | 'attempts'>,
): {
  readonly who: string;
  readonly why: string | null;
} {
  if (answer.engine) {
    const passedOver = answer.attempts
      .filter(({ outcome }) => !OWN_OUTCOMES.includes(outcome))
      .map(attemptWords);
    return { who: answer.engine.id, why: passedOver.length > 0 ? passedOver.join(', ') : null };
  }
  if (answer.answeredBy === 'MADRE')
    return { who: 'madre', why: answer.degraded ? `no engine: ${answer.degradedReason}` : null };
  return { who: 'nobody', why: null };
}

/** "local failed mid stream (IDLE_TIMEOUT), 12 characters void" */
export function attemptWords(attempt: Attempt): string {
  const outcome = attempt.outcome
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/^skipped /, 'was passed over: ');
  const code = attempt.errorCode ? ` (${attempt.errorCode})` : '';
  const lost = attempt.charactersDiscarded ? `, ${attempt.charactersDiscarded} characters void` : '';
  return `${attempt.engine?.id ?? 'no engine'} ${outcome}${code}${lost}`;
}

/** Restarts that were seen nowhere here, oldest first: of their text only the length is kept. */
export function unseenRestarts(attempts: readonly Attempt[], seen: number): readonly string[] {
  const tried = attempts
    .filter(({ outcome }) => !outcome.startsWith('SKIPPED'))
    .toSorted((one, other) => one.order - other.order);
  const lines = tried.flatMap(({ engine, errorCode, charactersDiscarded }, index) => {
    if (!charactersDiscarded) return [];
    const why = errorCode ? ` (${errorCode})` : '';
    const next = tried[index + 1]?.engine.id ?? 'no other engine';
    return [
      `${engine.id} stopped${why} after ${charactersDiscarded} characters, which are not kept; ${next} started over`,
    ];
  });
  return lines.slice(0, Math.max(0, lines.length - seen));
}

/** "local: number 1 in the configured order", "remote, not now: its circuit is open" */
export function candidateWords({ engine, eligible, why }: Candidate): string {
  return `${engine.id}${eligible ? '' : ', not now'}: ${why}`;
}

/** "first word after 210 ms · 1.4 s in all · 11 + 7 tokens" */
export function measureWords(
  answer: Pick<SaidFragment, 'firstTokenMs' | 'totalMs' | 'usage' | 'finishReason'>,
): string {
  const { usage } = answer;
  const parts = [
    ...(typeof answer.firstTokenMs === 'number' ? [`first word after ${duration(answer.firstTokenMs)}`] : []),
    ...(typeof answer.totalMs === 'number' ? [`${duration(answer.totalMs)} in all`] : []),
    ...(usage
      ? [`${usage.promptTokens} + ${usage.completionTokens} tokens${usage.estimated ? ', estimated' : ''}`]
      : []),
    ...(typeof usage?.costUsd === 'number' ? [`$${usage.costUsd.toFixed(4)}`] : []),
    ...(answer.finishReason === 'LENGTH' ? ['cut at its longest'] : []),
  ];
  return parts.join(' · ');
}
