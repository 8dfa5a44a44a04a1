import type { Command } from 'commander';
import type { WindowState } from '../../client/index.ts';
import { duration, oneOf, wholeNumber } from '../settings/option-values.ts';
import { withSession, type CommandContext } from '../session.ts';
import { closeWindow } from './close.ts';
import { extendWindow } from './extend.ts';
import { listWindows } from './list.ts';
import { openWindow } from './open.ts';
import { planWindow } from './plan.ts';
import { showWindow } from './show.ts';
import type { WindowWishes } from './window-wishes.ts';

const STATES: readonly WindowState[] = [
  'QUEUED',
  'OPENING',
  'OPEN',
  'DEGRADED',
  'CLOSING',
  'CLOSED',
  'FAILED',
];
const BUSY = ['reject', 'queue', 'preempt'] as const;

export function addWindow(program: Command, context: CommandContext): void {
  const window = program.command('window').description('power windows: what runs, and for how long');
  wishes(window.command('open <services...>').description('start services for a time'))
    .option('--plan <hash>', 'only as "window plan" said; refused if something changed')
    .option('--wait', 'until all are ready, or it failed')
    .option('--timeout <time>', 'how long --wait waits at most', duration, 600)
    .option('--close-on-interrupt', 'Ctrl-C while waiting closes the window; else it goes on')
    .action(withSession(context, openWindow));
  wishes(
    window.command('plan <services...>').description('what opening it would do; changes nothing'),
  ).action(withSession<WindowWishes>(context, planWindow));
  window
    .command('extend <id> <time>')
    .description('more time, such as 5m')
    .action(withSession(context, extendWindow));
  window
    .command('close [id]')
    .description('end it now; the id may be left out while exactly one is live')
    .option('--reason <text>', 'for the audit')
    .option('--wait', 'until its services are down')
    .action(withSession(context, closeWindow));
  window
    .command('list')
    .description('live and waiting windows, newest first')
    .option('--all', 'those that ended as well')
    .option('--state <state>', 'only these', oneOf(STATES))
    .option('--limit <count>', 'at most so many', wholeNumber(1, 100), 20)
    .action(withSession(context, listWindows));
  window
    .command('show <id>')
    .description('one window with its services and what went wrong')
    .action(withSession(context, showWindow));
}

function wishes(command: Command): Command {
  return command
    .option('--ttl <time>', 'how long, such as 90s, 5m or 1h30m (10s to 24h)', duration)
    .option('--hold', 'until it is closed, instead of --ttl')
    .option('--reason <text>', 'for the audit')
    .option('--priority <number>', '0 (lowest) to 9', wholeNumber(0, 9))
    .option('--if-busy <what>', 'where memory is short: reject, queue or preempt', oneOf(BUSY));
}
