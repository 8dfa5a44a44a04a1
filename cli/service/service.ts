import type { Command } from 'commander';
import { wholeNumber } from '../settings/option-values.ts';
import { withSession, type CommandContext } from '../session.ts';
import { listServices } from './list.ts';
import { showLogs } from './logs.ts';
import { restartService, startService, stopService } from './power.ts';
import { explainService } from './why.ts';

export function addService(program: Command, context: CommandContext): void {
  const service = program.command('service').description('the components of the stack');
  service
    .command('list')
    .description('each with its state and who holds it')
    .action(withSession(context, listServices));
  service
    .command('why <name>')
    .description('who keeps it up and until when; how it last stopped, and what went wrong')
    .action(withSession(context, explainService));
  service
    .command('logs <name>')
    .description('its newest lines')
    .option('-f, --follow', 'and each line as it comes')
    .option('-n, --tail <count>', 'so many lines', wholeNumber(0, 5000), 100)
    .option('-t, --times', 'with the time of each line')
    .action(withSession(context, showLogs));
  service
    .command('start <name>')
    .description('until it is stopped, by a window of its own')
    .action(withSession(context, startService));
  service
    .command('stop <name>')
    .description('by ending the window that "service start" opened')
    .action(withSession(context, stopService));
  service
    .command('restart <name>')
    .description('under the windows that hold it')
    .action(withSession(context, restartService));
}
