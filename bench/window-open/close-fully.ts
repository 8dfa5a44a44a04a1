import type { TestClient } from '../../tests/support/graphql-client.ts';
import { closeWindow, reached, watchWindow } from '../../tests/support/windows.ts';

/** Resolves when the window is CLOSED: its services are gone. */
export async function closeFully(client: TestClient, id: string): Promise<void> {
  const changes = watchWindow(client, id);
  await closeWindow(client, id);
  await changes.until(reached('CLOSED'));
  await changes.close();
}
