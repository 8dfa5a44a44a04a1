import { spawnSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { StartError } from '../../../../platform/start-error.ts';
import { createMemoryMadre } from '../../../support/memory-madre.ts';
import { tempDir } from '../../../support/temp-dir.ts';

describe('with a data folder that is full', () => {
  it('stops what is over its deadline, names why nothing can be changed, and catches up once there is space', async ({
    skip,
  }) => {
    const dataDir = smallDisk();
    if (dataDir === undefined) return skip('a tmpfs cannot be mounted here');
    const madre = await createMemoryMadre({ dataDir });
    onTestFinished(() => madre.subgraph.close());
    const opened = await madre.ask<{ openWindow: { window: { id: string } } }>(
      'mutation { openWindow(input: { services: ["middle"], ttlSec: 10 }) { window { id } } }',
    );
    const { id } = opened.openWindow.window;
    await madre.clock.advance(1_000);
    expect(madre.world.running()).toEqual(['base', 'middle']);

    fill(dataDir);
    const refused = await madre.ask(
      'mutation ($id: ID!) { closeWindow(input: { id: $id }) { ok code message } }',
      {
        id,
      },
    );
    expect(refused).toEqual({
      closeWindow: {
        ok: false,
        code: 'RUNTIME_UNAVAILABLE',
        message: "madre's data folder cannot be written, and nothing was changed: database or disk is full",
      },
    });
    await madre.clock.advance(30_000);
    expect(madre.world.running()).toEqual([]);

    rmSync(join(dataDir, 'filling'));
    await madre.clock.advance(20_000);
    const after = await madre.ask(
      'query ($id: ID!) { window(id: $id) { state closeReason } service(name: "middle") { state } verifyAuditLog { ok } }',
      { id },
    );
    expect(after).toEqual({
      window: { state: 'CLOSED', closeReason: 'TTL_EXPIRED' },
      service: { state: 'STOPPED' },
      verifyAuditLog: { ok: true },
    });
  });

  it('stops what a window without a deadline did not open in time', async ({ skip }) => {
    const dataDir = smallDisk();
    if (dataDir === undefined) return skip('a tmpfs cannot be mounted here');
    const madre = await createMemoryMadre({ dataDir });
    onTestFinished(() => madre.subgraph.close());
    madre.world.behave('middle', { readyMs: null });
    const opened = await madre.ask<{ openWindow: { window: { id: string } } }>(
      'mutation { openWindow(input: { services: ["middle"], mode: HOLD }) { window { id } } }',
    );
    const { id } = opened.openWindow.window;
    await madre.clock.advance(5_000);
    expect(madre.world.running()).toEqual(['base', 'middle']);

    fill(dataDir);
    await madre.clock.advance(100_000);
    expect(madre.world.running()).toEqual([]);

    rmSync(join(dataDir, 'filling'));
    await madre.clock.advance(20_000);
    const query =
      'query ($id: ID!) { window(id: $id) { state closeReason } service(name: "middle") { lastStop { rule } } }';
    expect(await madre.ask(query, { id })).toEqual({
      window: { state: 'FAILED', closeReason: 'START_FAILED' },
      service: { lastStop: { rule: 'START_FAILED' } },
    });
  });

  it('survives that it fills just while a service starts, and brings the service up once there is space', async ({
    skip,
  }) => {
    const dataDir = smallDisk();
    if (dataDir === undefined) return skip('a tmpfs cannot be mounted here');
    let unfilled = true;
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    onTestFinished(() => void process.off('unhandledRejection', note));
    const madre = await createMemoryMadre({
      dataDir,
      watch: (runtime) => ({
        ...runtime,
        start: (service, signal) => {
          if (unfilled) fill(dataDir);
          unfilled = false;
          return runtime.start(service, signal);
        },
      }),
    });
    onTestFinished(() => madre.subgraph.close());
    madre.world.behave('alone', { readyMs: 3_000 });
    await madre.ask('mutation { openWindow(input: { services: ["alone"], ttlSec: 120 }) { ok } }');
    await madre.clock.advance(5_000);
    expect(unhandled).toEqual([]);

    rmSync(join(dataDir, 'filling'));
    await madre.clock.advance(20_000);
    expect(await madre.ask('{ service(name: "alone") { state } verifyAuditLog { ok } }')).toEqual({
      service: { state: 'READY' },
      verifyAuditLog: { ok: true },
    });
  });

  it('does not start, and names the folder', async ({ skip }) => {
    const dataDir = smallDisk();
    if (dataDir === undefined) return skip('a tmpfs cannot be mounted here');
    fill(dataDir);
    const error: unknown = await createMemoryMadre({ dataDir }).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(StartError);
    expect(String(error)).toContain(dataDir);
  });
});

function smallDisk(): string | undefined {
  const folder = tempDir();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', folder]);
  if (mounted.status !== 0) return undefined;
  onTestFinished(() => {
    spawnSync('umount', ['-l', folder]);
  });
  return folder;
}

/** To the last block. */
function fill(folder: string): void {
  for (const size of [65_536, 4_096])
    try {
      for (;;) writeFileSync(join(folder, 'filling'), Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full for blocks of this size.
    }
}
