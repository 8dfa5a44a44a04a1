import { expect, test } from 'vitest';
import { childProcesses } from '../support/child-processes.ts';
import { freePort } from '../support/free-port.ts';
import { spawnStack } from '../support/stack.ts';

interface Status {
  readonly status: {
    readonly status: string;
    readonly wokeServices: boolean;
    readonly activeWindowCount: number;
    readonly policy: string;
    readonly components: readonly {
      readonly service: { readonly name: string };
      readonly state: string;
      readonly ageMs: number;
    }[];
  };
}

const STATUS =
  '{ status { status wokeServices activeWindowCount policy components { service { name } state ageMs } } }';
const STATES = '{ services { name state } powerState { activeWindows { id } } }';

test('reading the status again and again starts no service and no process', async () => {
  const stack = await spawnStack({ services: [{ name: 'hermes', port: await freePort() }] });
  try {
    const before = await stack.data(STATES);
    const processesBefore = childProcesses(stack.process.pid ?? 0);
    for (let count = 0; count < 20; count += 1) {
      const { status } = await stack.data<Status>(STATUS);
      expect(status).toMatchObject({
        status: 'OK',
        wokeServices: false,
        activeWindowCount: 0,
        policy: 'SOLO_MADRE',
      });
      const states = Object.fromEntries(status.components.map(({ service, state }) => [service.name, state]));
      expect(states).toMatchObject({ tentaculo_link: 'ON', madre: 'ON', switch: 'OFF', hermes: 'OFF' });
      expect(status.components.every(({ ageMs }) => ageMs >= 0)).toBe(true);
    }
    await stack.data('{ shubDashboard { state reason } }');
    expect(await stack.data(STATES)).toEqual(before);
    expect(childProcesses(stack.process.pid ?? 0)).toEqual(processesBefore);
  } finally {
    await stack.close();
  }
});

test('statusChanged tells of a window that opens and closes', async () => {
  const port = await freePort();
  const stack = await spawnStack({ services: [{ name: 'hermes', port }] });
  try {
    const changes = stack.subscribe<{ statusChanged: Status['status'] }>(
      'subscription { statusChanged { activeWindowCount components { service { name } state } } }',
    );
    const hermesIs = (state: string, windows: number) =>
      changes.until(({ data }) => {
        const status = data?.statusChanged;
        const hermes = status?.components.find(({ service }) => service.name === 'hermes');
        return hermes?.state === state && status?.activeWindowCount === windows;
      });
    await hermesIs('OFF', 0);
    await stack.data('mutation { openWindow(input: { services: ["hermes"], ttlSec: 60 }) { ok } }');
    await hermesIs('ON', 1);
    await stack.data('mutation { closeWindow(input: {}) { ok } }');
    await hermesIs('OFF', 0);
    await changes.close();
  } finally {
    await stack.close();
  }
});
