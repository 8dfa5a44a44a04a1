import type { SentinelState } from '../../../schema/generated/madre.ts';

/** What stands behind madre just now, as far as she knows. */
export interface SentinelStatus {
  readonly state: SentinelState;
  readonly reason: string | null;
}

/** Where nothing outside madre's own process could outlive her. */
export const noSentinel: SentinelStatus = {
  state: 'NONE',
  reason: 'nothing that madre starts can outlive her',
};
