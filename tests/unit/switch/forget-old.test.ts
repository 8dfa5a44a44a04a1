import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openStore } from '../../../platform/store/store.ts';
import { forgetOld } from '../../../subgraphs/switch/store/forget-old.ts';
import { switchMigrations, type SwitchTables } from '../../../subgraphs/switch/store/tables.ts';
import { createTaskRows, type NewTask } from '../../../subgraphs/switch/tasks/task-rows.ts';
import { tempDir } from '../../support/temp-dir.ts';

const DAY_MS = 86_400_000;
const task: NewTask = {
  taskType: 'completion',
  payload: {},
  engine: null,
  idempotencyKey: null,
  actor: 'tester',
  correlationId: 'c',
};

it('forgets tasks that ended a week ago, and never one that waits', async () => {
  const file = join(tempDir(), 'switch.db');
  const { db, ...store } = await openStore<SwitchTables>({ file, migrations: switchMigrations });
  onTestFinished(() => store.close());
  const rows = createTaskRows(db);
  const [old, recent, waiting] = await Promise.all([rows.add(task, 0), rows.add(task, 0), rows.add(task, 0)]);
  const cancelled = { status: 'CANCELLED', error: null, decision: null } as const;
  await rows.ended(old.task.id, cancelled, 0);
  await rows.ended(recent.task.id, cancelled, 2 * DAY_MS);
  await forgetOld(db, 8 * DAY_MS);
  expect(await rows.get(old.task.id)).toBeUndefined();
  expect(await rows.get(recent.task.id)).toMatchObject({ status: 'CANCELLED' });
  expect(await rows.get(waiting.task.id)).toMatchObject({ status: 'QUEUED' });
});
