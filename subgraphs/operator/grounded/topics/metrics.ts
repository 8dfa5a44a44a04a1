import type { OperationCounts } from '../../ports.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

/** Of the last hour, or since the gateway started where that is later. */
export function tellMetrics(
  language: Language,
  { requests, errors, latency }: Omit<OperationCounts, 'operation'>,
  observedAt: string,
): Grounded {
  const counted = words[language].counted(
    fact('metrics.requests', requests, observedAt),
    fact('metrics.errors', errors, observedAt),
  );
  if (latency.p50Ms === null || latency.p95Ms === null) return counted;
  const took = words[language].took(
    fact('metrics.latency.p50Ms', latency.p50Ms, observedAt),
    fact('metrics.latency.p95Ms', latency.p95Ms, observedAt),
  );
  return joined([counted, took], ' ');
}

const words = {
  en: {
    counted: (requests: Grounded, errors: Grounded) =>
      say`In the last hour ${requests} operations were answered, ${errors} of them with errors.`,
    took: (median: Grounded, most: Grounded) =>
      say`Half took at most ${median} ms, nearly all at most ${most} ms.`,
  },
  es: {
    counted: (requests: Grounded, errors: Grounded) =>
      say`En la última hora se respondieron ${requests} operaciones, ${errors} de ellas con errores.`,
    took: (median: Grounded, most: Grounded) =>
      say`La mitad tardó como mucho ${median} ms, casi todas como mucho ${most} ms.`,
  },
} as const satisfies Record<Language, unknown>;
