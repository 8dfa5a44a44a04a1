import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { onTestFinished } from 'vitest';
import { within } from './graphql-client.ts';

export interface ServerProcess {
  readonly process: ChildProcess;
  /** Everything printed on both streams so far. */
  output(): string;
  /** Resolves when it has printed this. */
  printed(text: string): Promise<void>;
  /** The code it ends with; null where a signal ended it. */
  readonly exited: Promise<number | null>;
}

/** Starts a command that serves something, in a process of its own that ends with the test. */
export function spawnServer(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): ServerProcess {
  const child = spawn(command, [...args], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? '',
      APOLLO_TELEMETRY_DISABLED: 'true',
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, as a shell gives to what it starts in the foreground.
    detached: true,
  });
  let output = '';
  const onPrint = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      for (const look of onPrint) look();
    });
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  onTestFinished(async () => {
    endGroup(child.pid ?? 0);
    await exited;
  });
  return {
    process: child,
    output: () => output,
    exited,
    printed: (text) =>
      within(
        30_000,
        new Promise<void>((resolve) => {
          const look = (): void => {
            if (output.includes(text)) resolve();
          };
          onPrint.add(look);
          look();
        }),
        () => `"${text}" was not printed, but: ${output}`,
      ),
  };
}

/** Also what is left of a command that has ended. */
function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Nothing is left.
  }
}
