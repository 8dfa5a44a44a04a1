import { expect, onTestFinished } from 'vitest';
import { createMemoryMadre, type MemoryMadre } from './memory-madre.ts';
import { tempDir } from './temp-dir.ts';

interface Intent {
  readonly id: string;
  readonly type: string;
  readonly status: string;
  readonly target: { readonly name: string } | null;
  readonly approvedBy: string | null;
  readonly result: Readonly<Record<string, unknown>> | null;
  readonly error: string | null;
}
export interface IntentPayload {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string | null;
  readonly intent: Intent | null;
}

const FIELDS = 'id type status target { name } approvedBy result error';

export async function startMadre(
  options: Partial<Parameters<typeof createMemoryMadre>[0]> = {},
): Promise<MemoryMadre> {
  const madre = await createMemoryMadre({ dataDir: tempDir(), ...options });
  onTestFinished(() => madre.subgraph.close());
  return madre;
}

export async function mutateIntent(madre: MemoryMadre, mutation: string): Promise<IntentPayload> {
  const query = `mutation { result: ${mutation} { ok code message intent { ${FIELDS} } } }`;
  return (await madre.ask<{ result: IntentPayload }>(query)).result;
}

export async function emitIntent(madre: MemoryMadre, input: string): Promise<Intent> {
  const { intent, message } = await mutateIntent(madre, `emitIntent(input: { reason: "work", ${input} })`);
  if (intent === null) throw new Error(`refused: ${message}`);
  return intent;
}

export async function approveIntent(madre: MemoryMadre, id: string): Promise<void> {
  expect(await mutateIntent(madre, `approveIntent(id: "${id}")`)).toMatchObject({
    ok: true,
    intent: { status: 'QUEUED', approvedBy: 'tester' },
  });
  await madre.clock.advance(1_000);
}

export async function readIntentOf(madre: MemoryMadre, id: string): Promise<Intent> {
  return (await madre.ask<{ intent: Intent }>(`{ intent(id: "${id}") { ${FIELDS} } }`)).intent;
}

export const switchOn = (madre: MemoryMadre, key: string) => setFlag(madre, key, 'ON');

export const switchOff = (madre: MemoryMadre, key: string) => setFlag(madre, key, 'OFF');

const setFlag = (madre: MemoryMadre, key: string, state: 'ON' | 'OFF') =>
  madre.ask(`mutation { setFeatureFlag(key: "${key}", state: ${state}) { ok } }`);
