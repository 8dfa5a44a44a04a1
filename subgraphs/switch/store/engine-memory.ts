import type { Kysely } from 'kysely';
import { z } from 'zod';
import { engineFailureKinds } from '../engines/engine.ts';
import type { Circuit } from '../registry/breaker.ts';
import type { EngineRecord, Observation } from '../registry/engine-record.ts';
import { failureCode } from '../registry/failure-code.ts';
import type { SwitchTables } from './tables.ts';
import type { WriteBehind } from './write-behind.ts';

/** What is known of engines beyond the sleep of switch. */
export interface EngineMemory {
  /** All that is known where the fingerprint is the same; else how it did, what it cost and how it speaks. */
  recall(id: string, fingerprint: string): Partial<EngineRecord>;
  /** Resolves when it is on the disk where it must last, else at once. Never rejects. */
  remember(record: EngineRecord, mustLast: boolean): Promise<void>;
}

const instant = z.number();
const open = {
  failures: z.number(),
  lastError: z.string().nullable(),
  openedAt: instant,
};

const memory = z.object({
  circuit: z.discriminatedUnion('state', [
    z.object({ state: z.literal('CLOSED'), failures: z.number(), lastError: z.string().nullable() }),
    z.object({ state: z.literal('OPEN'), ...open, retryAt: instant, coolDownMs: z.number() }),
    z.object({ state: z.literal('FORCED_OPEN'), ...open }),
  ]),
  keyRefusal: z.string().nullable(),
  score: z.object({
    samples: z.number(),
    weight: z.number(),
    successWeight: z.number(),
    latencyWeight: z.number(),
    latencySum: z.number(),
    updatedAt: instant.nullable(),
  }),
  lastObservation: z
    .object({
      at: instant,
      firstTokenMs: z.number().nullable(),
      totalMs: z.number(),
      failure: z.object({ kind: z.enum(engineFailureKinds), message: z.string() }).nullable(),
    })
    .nullable(),
  promptRatio: z.number().nullable().default(null),
  reasoningName: z.enum(['reasoning', 'reasoning_content']).nullable().default(null),
  spending: z.object({ since: instant, usd: z.number(), tokens: z.number() }),
  wish: z.object({
    isEnabled: z.boolean().exactOptional(),
    maxConcurrent: z.number().exactOptional(),
    weight: z.number().exactOptional(),
  }),
});

type Memory = z.infer<typeof memory>;

export async function openEngineMemory(db: Kysely<SwitchTables>, writes: WriteBehind): Promise<EngineMemory> {
  const rows = await db.selectFrom('engines').selectAll().execute();
  const known = new Map<string, Memory & { readonly fingerprint: string }>(
    rows.flatMap(({ id, fingerprint, memory_json }) => {
      const read = memory.safeParse(JSON.parse(memory_json));
      return read.success ? [[id, { fingerprint, ...read.data }] as const] : [];
    }),
  );

  return {
    recall(id, fingerprint) {
      const found = known.get(id);
      if (found === undefined) return {};
      const { score, spending, promptRatio, reasoningName, circuit, keyRefusal, wish } = found;
      const ofAnyEntry = { score, spending, promptRatio, reasoningName };
      if (found.fingerprint !== fingerprint) return ofAnyEntry;
      const lastObservation = toObservation(found.lastObservation);
      return { ...ofAnyEntry, circuit, keyRefusal, lastObservation, wish, ...wish };
    },
    remember(record, mustLast) {
      const { id, fingerprint } = record;
      const latest = toMemory(record);
      // An engine may leave the file and come back before the next start.
      known.set(id, { fingerprint, ...latest });
      const row = { id, fingerprint, memory_json: JSON.stringify(latest) };
      writes.put(`engine ${id}`, async (tx) => {
        await tx
          .insertInto('engines')
          .values(row)
          .onConflict((conflict) => conflict.column('id').doUpdateSet(row))
          .execute();
      });
      return mustLast ? writes.flush() : Promise.resolve();
    },
  };
}

function toMemory(record: EngineRecord): Memory {
  const { circuit, keyRefusal, score, spending, promptRatio, reasoningName, lastObservation, wish } = record;
  const ofAnyEntry = { score, spending, promptRatio, reasoningName };
  return { ...ofAnyEntry, circuit: atRest(circuit), keyRefusal, lastObservation, wish };
}

function toObservation(remembered: Memory['lastObservation']): Observation | null {
  if (remembered === null) return null;
  const { failure } = remembered;
  return { ...remembered, failure: failure && { ...failure, code: failureCode(failure.kind) } };
}

/** A probe ends with its process. */
function atRest(circuit: Circuit): Memory['circuit'] {
  if (circuit.state !== 'HALF_OPEN') return circuit;
  const { failures, lastError, openedAt, retryAt, coolDownMs } = circuit;
  return { state: 'OPEN', failures, lastError, openedAt, retryAt, coolDownMs };
}
