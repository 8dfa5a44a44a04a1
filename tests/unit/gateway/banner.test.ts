import { expect, test } from 'vitest';
import { createBanner } from '../../../gateway/banner.ts';
import { readConfig } from '../../../gateway/config.ts';
import type { PowerReport } from '../../../gateway/stack/power-report.ts';

const core = { name: 'madre', kind: 'CORE', state: 'READY' };
const idle: PowerReport = {
  runtime: { kind: 'PROCESS', detail: 'services run as child processes' },
  activeWindows: [],
  runningServices: [core],
  availableServices: [{ name: 'web' }, { name: 'switch' }],
};

function bannerOf(power: PowerReport | null): string {
  return createBanner({ url: 'http://127.0.0.1:8000', config: readConfig({}), power, startedInMs: 900 });
}

test('says that only the core runs where nothing else does', () => {
  expect(bannerOf(idle)).toContain('  Only the core runs.\n');
});

test('names the windows that live and what runs beside the core, as after a crash', () => {
  const banner = bannerOf({
    ...idle,
    activeWindows: [
      { state: 'OPEN', deadline: '2026-01-01T00:00:00.000Z', services: [{ name: 'switch' }] },
      { state: 'OPENING', deadline: null, services: [{ name: 'hermes' }, { name: 'mcp' }] },
    ],
    runningServices: [core, { name: 'switch', kind: 'ON_DEMAND', state: 'READY' }],
  });
  expect(banner).not.toContain('Only the core');
  expect(banner).toContain('A window is OPEN for switch, until 2026-01-01T00:00:00.000Z.');
  expect(banner).toContain('A window is OPENING for hermes, mcp, until it is closed.');
  expect(banner).toContain('Beside the core runs switch (READY).');
});

test('claims nothing where madre does not answer', () => {
  const banner = bannerOf(null);
  expect(banner).not.toContain('Only the core');
  expect(banner).toContain('What runs is unknown: madre did not say.');
});

test('shows how to open a window for something that is there, or nothing where nothing is', () => {
  expect(bannerOf(idle)).toContain('Open a window of one minute for web:');
  expect(bannerOf({ ...idle, availableServices: [] })).not.toContain('openWindow');
  expect(bannerOf(null)).not.toContain('openWindow');
});
