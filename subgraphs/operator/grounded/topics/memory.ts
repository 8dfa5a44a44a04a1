import type { MemoryFact } from '../evidence.ts';
import { fact, joined, say, type Grounded } from '../grounded-text.ts';
import type { Language } from '../understand/language.ts';

const BYTES_PER_MB = 1_048_576;

/** What windows reserve of the budget. Nobody measures for an answer. */
export function tellMemory(
  language: Language,
  { reservedBytes, budgetBytes }: MemoryFact,
  observedAt: string,
): Grounded {
  const { reserved, nothing, budget, unlimited } = words[language];
  const megabytes = (field: string, bytes: number): Grounded =>
    fact(`memory.${field}`, Math.round(bytes / BYTES_PER_MB), observedAt);
  return joined(
    [
      reservedBytes === null ? nothing : reserved(megabytes('reservedMb', reservedBytes)),
      budgetBytes === null ? unlimited : budget(megabytes('budgetMb', budgetBytes)),
    ],
    ' ',
  );
}

const words = {
  en: {
    reserved: (mb: Grounded) => say`The live windows reserve ${mb} MB together.`,
    nothing: say`No live window reserves memory.`,
    budget: (mb: Grounded) => say`The budget is ${mb} MB.`,
    unlimited: say`No memory budget is set.`,
  },
  es: {
    reserved: (mb: Grounded) => say`Las ventanas vivas reservan ${mb} MB en total.`,
    nothing: say`Ninguna ventana viva reserva memoria.`,
    budget: (mb: Grounded) => say`El presupuesto es de ${mb} MB.`,
    unlimited: say`No hay un presupuesto de memoria.`,
  },
} as const satisfies Record<Language, unknown>;
