import type { ResolversTypes } from '../../../schema/generated/switch.ts';
import { toDecision } from '../completion/completion-record.ts';
import type { EngineRegistry } from '../registry/engine-registry.ts';
import type { Router } from '../routing/router.ts';
import { needOf } from '../usage/need.ts';
import { shownDecision } from './shown-decision.ts';

interface PreviewParts {
  readonly registry: EngineRegistry;
  readonly router: Router;
}

/** What would be chosen now, as a decision without attempts: nobody was called. */
export function previewRoute(
  { registry, router }: PreviewParts,
  message: string,
  pinned: string | null,
): Awaited<ResolversTypes['RouteDecision']> {
  const needs = needOf({ messages: [{ role: 'user', content: message }] });
  const route = router.preview({
    pinned,
    allowFallback: true,
    needOf: (id) => needs(registry.get(id)),
  });
  return shownDecision(registry, { decision: toDecision(route), attempts: [], servedBy: null });
}
