import { join } from 'node:path';
import { openStore } from '../../platform/store/store.ts';
import { operatorMigrations, type OperatorTables } from '../../subgraphs/operator/tables.ts';

const BEFORE_FOLDS = ['0001-conversations', '0002-answers-events-feedback'];

export interface OldConversation {
  readonly id: string;
  readonly title: string;
  readonly messages: readonly string[];
}

/** operator.db as a version left it that stored no folds. The first conversation is the oldest; a message is `<session>-<number>`. */
export async function writeOldConversations(
  dataDir: string,
  conversations: readonly OldConversation[],
): Promise<void> {
  const migrations = Object.fromEntries(
    Object.entries(operatorMigrations).filter(([name]) => BEFORE_FOLDS.includes(name)),
  );
  const store = await openStore<OperatorTables>({ file: join(dataDir, 'operator.db'), migrations });
  await store.db.transaction().execute(async (tx) => {
    for (const [index, { id, title, messages }] of conversations.entries()) {
      const times = { created_at: index, updated_at: index };
      await tx
        .insertInto('sessions')
        .values({ id, user_id: 'local', source: 'API', title, summary: null, ...times })
        .execute();
      for (const [number, content] of messages.entries())
        await tx
          .insertInto('messages')
          .values({
            id: `${id}-${number}`,
            session_id: id,
            role: 'USER',
            content,
            status: 'COMPLETE',
            degraded: 0,
            attempts_json: '[]',
            grounded_json: '[]',
            last_event_seq: 0,
            created_at: index,
            correlation_id: 'old',
          })
          .execute();
    }
  });
  await store.close();
}
