import { onTestFinished } from 'vitest';
import { createMemoryMadre, requestOf, type MemoryMadre } from './memory-madre.ts';
import { tempDir } from './temp-dir.ts';

export interface DeskWindow {
  readonly id: string;
  readonly state: string;
  readonly deadline: string | null;
  readonly ttlRemainingSec: number | null;
  readonly queuePosition: number | null;
  readonly closeReason: string | null;
  readonly closedAt: string | null;
  readonly reason: string;
}

export interface DeskPayload {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string | null;
  readonly window: DeskWindow | null;
}

export interface DeskEvent {
  readonly seq: number;
  readonly type: string;
  readonly at: string;
  readonly window: DeskWindow;
  readonly inUse: readonly {
    readonly service: { readonly name: string };
    readonly active: number;
    readonly detail: string | null;
  }[];
}

type Input = Readonly<Record<string, unknown>>;

/** madre on the MEMORY runtime, with the questions that tests of windows ask most. Everything goes through GraphQL. */
export interface PowerDesk {
  readonly madre: MemoryMadre;
  readonly dataDir: string;
  openWindow(input: Input): Promise<DeskPayload>;
  /** The id of a window that was accepted, after it had a second to open. */
  open(input: Input): Promise<string>;
  closeWindow(input: Input): Promise<DeskPayload>;
  extendWindow(input: Input): Promise<DeskPayload>;
  window(id: string): Promise<DeskWindow>;
  /** `action outcome` of each audit entry of the actor, newest first. */
  audited(actor: string): Promise<readonly string[]>;
  /** Each call gives the next event of windowChanged, from the snapshot on. */
  follow(id?: string): Promise<() => Promise<DeskEvent>>;
}

const WINDOW = 'id state deadline ttlRemainingSec queuePosition closeReason closedAt reason';

export async function openDesk(
  options: Partial<Parameters<typeof createMemoryMadre>[0]> = {},
): Promise<PowerDesk> {
  const { dataDir = tempDir() } = options;
  const madre = await createMemoryMadre({ ...options, dataDir });
  onTestFinished(() => madre.subgraph.close());

  async function mutate(field: string, type: string, input: Input): Promise<DeskPayload> {
    const query = `mutation ($input: ${type}!) { payload: ${field}(input: $input) { ok code message window { ${WINDOW} } } }`;
    return (await madre.ask<{ payload: DeskPayload }>(query, { input })).payload;
  }
  const openWindow = (input: Input): Promise<DeskPayload> => mutate('openWindow', 'OpenWindowInput', input);

  return {
    madre,
    dataDir,
    openWindow,
    async open(input) {
      const { window, message } = await openWindow({ ttlSec: 600, ...input });
      if (window === null) throw new Error(`refused: ${message}`);
      await madre.clock.advance(1_000);
      return window.id;
    },
    closeWindow: (input) => mutate('closeWindow', 'CloseWindowInput', input),
    extendWindow: (input) => mutate('extendWindow', 'ExtendWindowInput', input),
    async window(id) {
      const query = `query ($id: ID!) { window(id: $id) { ${WINDOW} } }`;
      return (await madre.ask<{ window: DeskWindow }>(query, { id })).window;
    },
    async audited(actor) {
      const query =
        'query ($actor: String) { auditLog(actor: $actor, first: 100) { edges { node { action outcome } } } }';
      const { auditLog } = await madre.ask<{
        auditLog: { edges: { node: { action: string; outcome: string } }[] };
      }>(query, { actor });
      return auditLog.edges.map(({ node }) => `${node.action} ${node.outcome}`);
    },
    async follow(id) {
      const query = `subscription ($id: ID) { windowChanged(id: $id) { seq type at window { ${WINDOW} } inUse { service { name } active detail } } }`;
      const context = requestOf('watcher');
      const stream = await madre.executor.subscribe({ query, variables: { id: id ?? null }, context });
      onTestFinished(async () => void (await stream.return?.()));
      // A stream takes its snapshot when it is first read: as servers do, read at once.
      let ahead = stream.next();
      return async () => {
        const step = await ahead;
        ahead = stream.next();
        if (step.done === true || step.value.errors !== undefined)
          throw new Error(`no event: ${JSON.stringify(step.value)}`);
        return (step.value.data as { windowChanged: DeskEvent }).windowChanged;
      };
    },
  };
}
