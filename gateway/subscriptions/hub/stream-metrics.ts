/** Counts what goes to subscribers, and what a slow one is not sent. */
export interface StreamMetrics {
  delivered(subscribers: number): void;
  dropped(): void;
}
