/** Memory that the start of a service waits for: what runs although nobody holds it has not freed it yet. */
export interface MemoryWait {
  readonly missingMb: number;
  readonly heldBy: readonly string[];
}
