import { expect } from 'vitest';
import type { MemoryMadre } from './memory-madre.ts';
import { storedRows } from './stored-rows.ts';

export interface RefusedPayload {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string;
}

/** A mutation, the code that it is refused with, and what the message mentions. */
export type RefusedCase = readonly [
  title: string,
  mutation: string,
  code: string,
  mentions: readonly string[],
];

interface State {
  readonly auditLog: {
    readonly totalCount: number;
    readonly edges: readonly { readonly node: unknown }[];
  };
}

const STATE = `{
  powerState { policy activeWindows { id } }
  windows(first: 100) { edges { node { id state deadline closeReason queuePosition } } }
  services { name state seq }
  featureFlags { key state }
  intents(first: 100) { edges { node { id status } } }
  auditLog(first: 1) { totalCount edges { node { outcome actor correlationId detail } } }
}`;

/**
 * Refused as told, nothing was changed by it, neither in what madre tells nor in any row that it keeps, and it left exactly one audit
 * entry, with outcome DENIED.
 */
export async function expectRefused(
  madre: MemoryMadre,
  mutation: string,
  code: string,
  mentions: readonly string[],
): Promise<void> {
  const { auditLog: auditBefore, ...before } = await madre.ask<State>(STATE);
  const stored = await storedRows(madre.dataDir);
  const { result } = await madre.ask<{ result: RefusedPayload }>(
    `mutation { result: ${mutation} { ok code message } }`,
  );
  expect(result).toMatchObject({ ok: false, code });
  for (const mention of mentions) expect(result.message).toContain(mention);
  const { auditLog, ...after } = await madre.ask<State>(STATE);
  expect(after).toEqual(before);
  expect(auditLog.totalCount).toBe(auditBefore.totalCount + 1);
  expect(auditLog.edges[0]?.node).toEqual({
    outcome: 'DENIED',
    actor: 'tester',
    correlationId: 'of-tester',
    detail: { code, message: result.message },
  });
  const now = await storedRows(madre.dataDir);
  expect(now.tables).toEqual(stored.tables);
  expect(now.audit).toEqual([...stored.audit, expect.objectContaining({ outcome: 'DENIED' })]);
  expect(now.outbox).toEqual([...stored.outbox, expect.objectContaining({ kind: 'audit' })]);
  const running = madre.world.running();
  await madre.clock.advance(1_000);
  expect(madre.world.running()).toEqual(running);
}
