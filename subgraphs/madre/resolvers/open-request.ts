import type { OpenWindowInput } from '../../../schema/generated/madre.ts';
import type { OpenRequest } from '../windows/asking/window-rules.ts';

export function toOpenRequest(input: OpenWindowInput): OpenRequest {
  return {
    services: [...new Set(input.services)],
    ttlSec: input.ttlSec ?? null,
    mode: input.mode ?? 'TTL',
    reason: input.reason ?? 'manual',
    priority: input.priority ?? 5,
    onBusy: input.onBusy ?? 'REJECT',
  };
}
