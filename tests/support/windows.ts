import type { GraphqlResult, TestClient, TestSubscription } from './graphql-client.ts';

export interface WindowPayload {
  readonly ok: boolean;
  readonly code: string;
  readonly message: string | null;
  readonly correlationId: string;
  readonly window: { readonly id: string; readonly state: string; readonly deadline: string | null } | null;
}

interface WindowChange {
  readonly windowChanged: {
    readonly seq: number;
    readonly type: string;
    readonly window: {
      readonly id: string;
      readonly state: string;
      readonly deadline: string | null;
      readonly closeReason: string | null;
    };
  };
}

const PAYLOAD = 'ok code message correlationId window { id state deadline }';

export async function openWindow(
  client: TestClient,
  input: Readonly<Record<string, unknown>>,
): Promise<WindowPayload> {
  const { openWindow: payload } = await client.data<{ openWindow: WindowPayload }>(
    `mutation ($input: OpenWindowInput!) { openWindow(input: $input) { ${PAYLOAD} } }`,
    { input },
  );
  return payload;
}

/** Opens and waits until it is OPEN; throws with the payload otherwise. */
export async function openReadyWindow(
  client: TestClient,
  input: Readonly<Record<string, unknown>>,
): Promise<NonNullable<WindowPayload['window']>> {
  const payload = await openWindow(client, { ...input, waitUntilReady: true });
  if (payload.window?.state !== 'OPEN') throw new Error(`the window is not open: ${JSON.stringify(payload)}`);
  return payload.window;
}

export async function closeWindow(client: TestClient, id: string): Promise<WindowPayload> {
  const { closeWindow: payload } = await client.data<{ closeWindow: WindowPayload }>(
    `mutation ($id: ID!) { closeWindow(input: { id: $id }) { ${PAYLOAD} } }`,
    { id },
  );
  return payload;
}

export function watchWindow(client: TestClient, id: string): TestSubscription<WindowChange> {
  return client.subscribe<WindowChange>(
    'subscription ($id: ID!) { windowChanged(id: $id) { seq type window { id state deadline closeReason } } }',
    { id },
  );
}

/** For `until`: the window has reached the state. */
export function reached(state: string): (result: GraphqlResult<WindowChange>) => boolean {
  return ({ data }) => data?.windowChanged.window.state === state;
}
