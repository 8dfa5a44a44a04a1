import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { bringToRest } from './at-rest.ts';
import { launchBrowser, type TestPage } from './browser.ts';
import { openConsole, type ConsoleSetting } from './console-page.ts';
import { spawnStack, type SpawnedStack, type StackOptions } from './stack.ts';

/** The built server and Chromium, for all tests of a describe block. */
export interface ConsoleWorld {
  /** The one that runs; a test that kills it puts the next one here. */
  stack: SpawnedStack;
  readonly browser: Browser;
  /** A page of its own, in a context of its own, closed after the test. */
  readonly visit: (setting?: ConsoleSetting) => Promise<Page>;
  /** Opens a window past the page, as somebody else would. Returns its id. */
  readonly open: (
    services: readonly string[],
    reason: string,
    more?: Readonly<Record<string, unknown>>,
  ) => Promise<string>;
  readonly close: (id: string) => Promise<unknown>;
}

/**
 * After each test no page has spoken to anybody else or complained, and nothing is left that changes by itself: no window is open, and
 * what they held has stopped.
 */
export function consoleWorld(options: () => Promise<StackOptions>): ConsoleWorld {
  const world = {} as { -readonly [Field in keyof ConsoleWorld]: ConsoleWorld[Field] };
  let opened: TestPage[] = [];
  const stacks = new Set<SpawnedStack>();
  beforeAll(async () => {
    [world.stack, world.browser] = await Promise.all([options().then(spawnStack), launchBrowser()]);
    stacks.add(world.stack);
  });
  afterEach(async () => {
    const seen = opened;
    opened = [];
    for (const { page } of seen) await page.context().close();
    stacks.add(world.stack);
    await bringToRest(world.stack);
    expect(
      seen.flatMap(({ strangers }) => strangers),
      'addresses beyond the server',
    ).toEqual([]);
    expect(seen.flatMap(({ complaints }) => complaints)).toEqual([]);
  });
  afterAll(async () => {
    await world.browser.close();
    for (const stack of [...stacks].reverse()) await stack.close();
  });

  world.visit = async (setting = {}) => {
    const one = await openConsole(world.browser, world.stack.url, setting);
    opened.push(one);
    return one.page;
  };
  world.open = async (services, reason, more = {}) => {
    const { openWindow } = await world.stack.data<{ openWindow: { window: { id: string } } }>(
      'mutation($input: OpenWindowInput!) { openWindow(input: $input) { window { id } } }',
      { input: { services, reason, ttlSec: 120, ...more } },
    );
    return openWindow.window.id;
  };
  world.close = (id) =>
    world.stack.data('mutation($id: ID!) { closeWindow(input: { id: $id }) { ok } }', { id });
  return world;
}
