import type { Component, Window } from '../../client/index.ts';
import type { Session } from '../session.ts';
import { isSettled, noteOf, progressOf, type Starting } from './opening-progress.ts';

const REDRAW_MS = 200;

/** Tells how the services start, until the window is open or over. */
export async function followOpening(session: Session, window: Window, signal: AbortSignal): Promise<Window> {
  const { client, terminal, clock } = session;
  if (isSettled(window)) return window;
  const names = window.closure.map(({ name }) => name);
  const leaving = new AbortController();
  const ends = AbortSignal.any([signal, leaving.signal]);
  const services = new Map<string, Starting>();
  let latest = window;
  const draw = (): void => terminal.progress(progressOf(latest, [...services.values()], clock.now()));
  if (!terminal.hasProgress) terminal.note(`starting ${names.join(', ')}`);
  let cancelDraw = clock.after(0, tick);
  function tick(): void {
    draw();
    cancelDraw = clock.after(REDRAW_MS, tick);
  }

  async function followServices(): Promise<void> {
    for await (const { data } of client.watchServices({ names }, { signal: ends })) {
      if (data === null) continue;
      const { service, at } = data.serviceChanged;
      const before = services.get(service.name);
      const starting = nextOf(before, service, Date.parse(at));
      services.set(service.name, starting);
      const note = noteOf(before, starting);
      if (note !== undefined && !terminal.hasProgress) terminal.note(note);
    }
  }
  // Told at once: nobody waits for it until the window is open, and what is thrown meanwhile would end the process.
  const watching = followServices().catch((error: unknown) => {
    if (!ends.aborted) terminal.note(`services cannot be followed: ${String(error)}`);
  });
  try {
    for await (const { data } of client.watchWindows({ id: window.id }, { signal: ends })) {
      if (data === null) continue;
      latest = data.windowChanged.window;
      if (isSettled(latest)) break;
    }
    return latest;
  } finally {
    cancelDraw();
    leaving.abort();
    await watching;
  }
}

function nextOf(before: Starting | undefined, service: Component, at: number): Starting {
  const { name, state, startup } = service;
  const since = before?.state === state ? before.since : at;
  const startedAt = state === 'STARTING' ? (before?.startedAt ?? at) : before?.startedAt;
  const usuallyMs = startup?.p50Ms;
  return { name, state, since, startedAt, readyAt: state === 'READY' ? at : undefined, usuallyMs };
}
