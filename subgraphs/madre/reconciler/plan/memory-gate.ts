import type { MemoryWait } from '../../windows/admission/memory-wait.ts';

/** One service as the gate sees it. */
export interface GatedService {
  readonly name: string;
  /** What is reserved for it. */
  readonly reservationMb: number;
  /** It runs, or is being started or stopped. */
  readonly occupies: boolean;
  /** It runs although nobody holds it, and madre does not mind. */
  readonly leftAlone: boolean;
}

/**
 * Which of the starts may begin now. Held services fit the budget together; only while something else has not freed its memory yet
 * does a start wait that would lift the sum above it.
 */
export function startsThatFit(
  starts: readonly string[],
  services: readonly GatedService[],
  desired: ReadonlySet<string>,
  budgetMb: number | undefined,
): ReadonlySet<string> {
  const occupying = services.filter(({ occupies, leftAlone }) => occupies && !leftAlone);
  if (budgetMb === undefined || occupying.every(({ name }) => desired.has(name))) return new Set(starts);
  let sumMb = occupying.reduce((sum, { reservationMb }) => sum + reservationMb, 0);
  const fitting = new Set<string>();
  for (const { name, reservationMb, occupies } of services) {
    if (!starts.includes(name)) continue;
    const more = occupies ? 0 : reservationMb;
    if (more > 0 && sumMb + more > budgetMb) continue;
    sumMb += more;
    fitting.add(name);
  }
  return fitting;
}

/** What a held service waits for that the gate holds back now; null where it does not wait for memory. */
export function memoryWaitOf(
  name: string,
  services: readonly GatedService[],
  desired: ReadonlySet<string>,
  budgetMb = Infinity,
): MemoryWait | null {
  const waiting = services.find((service) => service.name === name);
  if (waiting === undefined || waiting.occupies || !desired.has(name)) return null;
  const occupying = services.filter(({ occupies, leftAlone }) => occupies && !leftAlone);
  const heldBy = occupying.filter((service) => !desired.has(service.name)).map((service) => service.name);
  const sumMb = occupying.reduce((sum, { reservationMb }) => sum + reservationMb, waiting.reservationMb);
  return heldBy.length === 0 || sumMb <= budgetMb ? null : { missingMb: sumMb - budgetMb, heldBy };
}
