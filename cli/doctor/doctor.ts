import type { Command } from 'commander';
import { systemClock } from '../../platform/clock.ts';
import { Refusal } from '../exit/refusal.ts';
import type { CommandContext, GlobalOptions } from '../session.ts';
import { readSettings } from '../settings/settings.ts';
import { table } from '../terminal/table.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { Check } from './check.ts';

export function addDoctor(program: Command, context: CommandContext): void {
  program
    .command('doctor')
    .description(
      'look at Node, Docker, Redis, ports, tokens, data folder, clock and the gateway; changes nothing',
    )
    .action(async function (this: Command) {
      const options = this.optsWithGlobals<GlobalOptions>();
      const terminal = context.openTerminal(options);
      const checks = await examine(context, options);
      terminal.show(checks, () => linesOf(checks, terminal));
      const failed = checks.filter(({ state }) => state === 'fails').length;
      if (failed > 0) throw new Refusal(codeOf(checks), `${failed} of ${checks.length} checks failed`);
    });
}

/** With a configuration that cannot be used nothing else of a gateway could be looked at. */
function codeOf(checks: readonly Check[]): string {
  const isUnusable = checks.some(({ name, state }) => name === 'configuration' && state === 'fails');
  return isUnusable ? 'BAD_CONFIGURATION' : 'UNWELL';
}

/** The parts of the server are loaded for this command alone: they are most of what takes time. */
async function examine({ env, signal }: CommandContext, options: GlobalOptions): Promise<readonly Check[]> {
  const [{ checkNode }, { checkConfiguration }, { checkGateway }] = await Promise.all([
    import('./checks/node.ts'),
    import('./checks/configuration.ts'),
    import('./checks/gateway.ts'),
  ]);
  const settings = readSettings(options, env);
  const { reached, checks } = await checkGateway(settings, systemClock, signal);
  const configuration = checkConfiguration(env);
  const { config } = configuration;
  const own = [checkNode(process.versions.node), ...configuration.checks];
  if (config === undefined) return [...own, ...checks];
  const [
    { checkOwnPorts, checkPortsOf },
    { checkDocker },
    { checkRedis },
    { checkTokens },
    { checkDataFolder },
  ] = await Promise.all([
    import('./checks/ports.ts'),
    import('./checks/docker.ts'),
    import('./checks/redis.ts'),
    import('./checks/tokens.ts'),
    import('./checks/data-folder.ts'),
  ]);
  const [docker, redis, folder, ports] = await Promise.all([
    checkDocker(config, signal),
    checkRedis(config),
    checkDataFolder(config, reached !== undefined),
    reached === undefined ? checkOwnPorts(config) : checkPortsOf(reached),
  ]);
  return [...own, ...checks, docker, redis, ...checkTokens(config, systemClock.now()), ...folder, ...ports];
}

function linesOf(checks: readonly Check[], { colours }: Terminal): string[] {
  const marks = {
    ok: colours.green('ok'),
    warns: colours.yellow('look'),
    fails: colours.red('fails'),
    skipped: colours.dim('—'),
  };
  const rows = table(checks.map(({ name, state, found }) => [marks[state], name, found]));
  return rows.flatMap((row, index) => {
    const advice = checks[index]?.advice;
    return advice === undefined ? [row] : [row, `       ${advice}`];
  });
}
