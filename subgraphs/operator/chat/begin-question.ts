import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { MessageStatus, Role } from '../../../schema/generated/operator.ts';
import type { OperatorTables } from '../tables.ts';

export interface Question {
  readonly actor: string;
  readonly correlationId: string;
  readonly message: string;
  readonly sessionId: string | null;
  readonly userId: string;
  readonly summary: string | null;
  readonly metadata: unknown;
  readonly key: { readonly value: string; readonly inputHash: string } | null;
}

export type Begun =
  | { readonly kind: 'stored'; readonly sessionId: string; readonly messageId: string }
  | { readonly kind: 'known'; readonly messageId: string }
  | { readonly kind: 'key-conflict' }
  | { readonly kind: 'no-session' };

/** Runs in one transaction, so that of two equal keys at once one is stored and the other finds it. */
export async function begin(
  tx: Transaction<OperatorTables>,
  question: Question,
  now: number,
): Promise<Begun> {
  const known = question.key === null ? undefined : await findKey(tx, question.actor, question.key.value);
  if (known !== undefined) {
    return known.input_hash === question.key?.inputHash
      ? { kind: 'known', messageId: known.message_id }
      : { kind: 'key-conflict' };
  }
  const sessionId = await sessionFor(tx, question, now);
  if (sessionId === null) return { kind: 'no-session' };
  await insertMessage(tx, question, {
    sessionId,
    id: randomUUID(),
    role: 'USER',
    status: 'COMPLETE',
    content: question.message,
    now,
  });
  const messageId = randomUUID();
  await insertMessage(tx, question, {
    sessionId,
    id: messageId,
    role: 'ASSISTANT',
    status: 'PENDING',
    content: '',
    now,
  });
  if (question.key !== null) {
    const { value, inputHash } = question.key;
    await tx
      .insertInto('chat_keys')
      .values({ actor: question.actor, key: value, input_hash: inputHash, message_id: messageId })
      .execute();
  }
  return { kind: 'stored', sessionId, messageId };
}

function findKey(
  tx: Transaction<OperatorTables>,
  actor: string,
  key: string,
): Promise<OperatorTables['chat_keys'] | undefined> {
  return tx
    .selectFrom('chat_keys')
    .selectAll()
    .where('actor', '=', actor)
    .where('key', '=', key)
    .executeTakeFirst();
}

async function sessionFor(
  tx: Transaction<OperatorTables>,
  question: Question,
  now: number,
): Promise<string | null> {
  const summary = question.summary === null ? {} : { summary: question.summary };
  if (question.sessionId !== null) {
    const touched = await tx
      .updateTable('sessions')
      .set({ updated_at: now, ...summary })
      .where('id', '=', question.sessionId)
      .executeTakeFirst();
    return touched.numUpdatedRows > 0n ? question.sessionId : null;
  }
  const id = randomUUID();
  await tx
    .insertInto('sessions')
    .values({
      id,
      user_id: question.userId,
      source: 'API',
      title: titleOf(question.message),
      summary: question.summary,
      created_at: now,
      updated_at: now,
    })
    .execute();
  return id;
}

const TITLE_CHARACTERS = 80;

function titleOf(message: string): string {
  const characters = [...message.trim().replace(/\s+/g, ' ')];
  return characters.length <= TITLE_CHARACTERS
    ? characters.join('')
    : `${characters.slice(0, TITLE_CHARACTERS - 1).join('')}…`;
}

interface NewMessage {
  readonly sessionId: string;
  readonly id: string;
  readonly role: Role;
  readonly status: MessageStatus;
  readonly content: string;
  readonly now: number;
}

async function insertMessage(
  tx: Transaction<OperatorTables>,
  question: Question,
  message: NewMessage,
): Promise<void> {
  await tx
    .insertInto('messages')
    .values({
      id: message.id,
      session_id: message.sessionId,
      role: message.role,
      content: message.content,
      status: message.status,
      degraded: 0,
      attempts_json: '[]',
      grounded_json: '[]',
      metadata_json:
        message.role === 'USER' && question.metadata != null ? JSON.stringify(question.metadata) : null,
      last_event_seq: 0,
      created_at: message.now,
      correlation_id: question.correlationId,
    })
    .execute();
}
