import { CompiledQuery, type Kysely, type Transaction } from 'kysely';

type Work<DB, Result> = (db: Transaction<DB>) => Promise<Result>;

export interface GroupCommit<DB> {
  /** Resolves after the commit. The works run one at a time, in the order of their calls; one that throws is undone alone. */
  run<Result>(work: Work<DB, Result>): Promise<Result>;
}

/** So many works at most wait for the slowest among them. */
const GROUP_LIMIT = 32;

/** One commit, and so one wait for the disk, for all the works that come until it begins. `onCommit` is called after each. */
export function createGroupCommit<DB>(db: Kysely<DB>, onCommit: () => void): GroupCommit<DB> {
  const waiting: Member<DB>[] = [];
  let isCommitting = false;

  async function commitAll(): Promise<void> {
    isCommitting = true;
    while (waiting.length > 0) await commitGroup();
    isCommitting = false;
  }

  async function commitGroup(): Promise<void> {
    const group: Member<DB>[] = [];
    const failures = new Map<Member<DB>, unknown>();
    try {
      await db.transaction().execute(async (transaction) => {
        for (let member = waiting.shift(); member !== undefined; member = waiting.shift()) {
          group.push(member);
          await runMember(transaction, member, failures);
          if (group.length >= GROUP_LIMIT) break;
        }
      });
    } catch (error) {
      // Also where it could not even begin: then the first one learns of it, and the next one tries again.
      if (group.length === 0) group.push(...waiting.splice(0, 1));
      for (const member of group) member.reject(failures.get(member) ?? error);
      return;
    }
    if (failures.size < group.length) onCommit();
    for (const member of group)
      if (failures.has(member)) member.reject(failures.get(member));
      else member.resolve();
  }

  return {
    run: (work) =>
      new Promise((resolve, reject) => {
        let settle: () => void = () => undefined;
        waiting.push({
          run: async (transaction) => {
            const result = await work(transaction);
            settle = () => resolve(result);
          },
          resolve: () => settle(),
          reject,
        });
        if (!isCommitting) void commitAll(); // settles always: a commit that fails rejects its members
      }),
  };
}

interface Member<DB> {
  readonly run: (db: Transaction<DB>) => Promise<void>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

async function runMember<DB>(
  transaction: Transaction<DB>,
  member: Member<DB>,
  failures: Map<Member<DB>, unknown>,
): Promise<void> {
  await transaction.executeQuery(CompiledQuery.raw('savepoint member'));
  try {
    await member.run(transaction);
  } catch (error) {
    failures.set(member, error);
    try {
      await transaction.executeQuery(CompiledQuery.raw('rollback to member'));
    } catch {
      // The transaction is over, of which this error is the reason, for all its members.
      throw error;
    }
  }
  await transaction.executeQuery(CompiledQuery.raw('release member'));
}
