import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { powerContract, type Behaviour, type PowerService, type PowerWorld } from '../contract/power.ts';
import { freePort } from '../support/free-port.ts';
import { isListening } from '../support/listening.ts';
import { startStack } from '../support/stack.ts';

powerContract('windows over real processes', openWorld);

const ARGS: Readonly<Record<Behaviour, readonly string[]>> = {
  serves: [],
  fails: ['--exit-code', '3', '--boot-ms', '60000', '--last-words', 'cannot work'],
  crashes: ['--exit-code', '7', '--exit-ms', '1000'],
};

async function openWorld(services: readonly PowerService[]): Promise<PowerWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'vx11-power-'));
  const journal = join(folder, 'journal');
  const ports = new Map<string, number>();
  for (const { name } of services) ports.set(name, await freePort());
  const portOf = (name: string): number => ports.get(name) ?? 0;
  const stack = await startStack({
    services: services.map(({ behaviour, bootMs = 0, ...service }) => ({
      startTimeoutSec: 5,
      ...service,
      port: portOf(service.name),
      stopGraceSec: 5,
      args: [
        ...['--name', service.name, '--journal', journal, '--boot-ms', String(bootMs)],
        ...ARGS[behaviour],
      ],
    })),
  });

  /** The newest run's own words. */
  function pidOf(name: string): number {
    const words = readFileSync(join(stack.dataDir, 'logs', `${name}.out.log`), 'utf8');
    return Number([...words.matchAll(/^pid (\d+) begins$/gm)].at(-1)?.[1]);
  }

  return {
    client: stack,
    portOf,
    isRunning: (name) => isListening(portOf(name)),
    history: async () =>
      existsSync(journal) ? readFileSync(journal, 'utf8').split('\n').filter(Boolean) : [],
    kill: async (name) => void process.kill(pidOf(name), 'SIGKILL'),
    stopByHand: async (name) => void process.kill(pidOf(name), 'SIGTERM'),
    reasonByHand: 'EXITED',
    async close() {
      await stack.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
