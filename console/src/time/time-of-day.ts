/** 12:00:01, as the clock on the reader's wall shows it. */
export function timeOfDay(instant: string | number): string {
  return new Date(instant).toTimeString().slice(0, 8);
}
