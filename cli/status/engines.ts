import type { Command } from 'commander';
import { EngineListDocument, type EngineListQuery } from '../generated/graphql.ts';
import { withSession, type CommandContext, type Session } from '../session.ts';
import { table } from '../terminal/table.ts';
import { milliseconds } from '../terminal/time-words.ts';
import { duration } from '../settings/option-values.ts';
import { stateInColour } from '../window/window-words.ts';

interface EngineOptions {
  readonly wake?: number;
}

/** How long an operation may wait for a component that is woken for it, at most. */
const WAKE_WAIT_MS = 60_000;

export function addEngines(program: Command, context: CommandContext): void {
  program
    .command('engines')
    .description('what can answer, as switch knows it')
    .option('--wake <time>', 'open a window for switch that long where it sleeps', duration)
    .action(withSession(context, showEngines));
}

async function showEngines(
  session: Session,
  _args: readonly string[],
  options: EngineOptions,
): Promise<void> {
  const { client, terminal, signal } = session;
  const wake = options.wake === undefined ? undefined : { ttlSec: options.wake, waitMs: WAKE_WAIT_MS };
  const { data, errors } = await client.query(EngineListDocument, {}, { signal, wake });
  const { engines } = data;
  if (engines === null) throw errors[0] ?? new Error('switch gave no engines and no reason');
  terminal.show(engines, () => {
    if (engines.length === 0) return ['no engine is configured: see VX11_ENGINES in docs/configuration.md'];
    const head = ['ENGINE', 'STATE', 'MODEL', 'CIRCUIT', 'SCORE', 'BUSY', 'LAST CALL'];
    return table([
      head.map((name) => terminal.colours.dim(name)),
      ...engines.map((one) => rowOf(one, session)),
    ]);
  });
}

type Engine = NonNullable<EngineListQuery['engines']>[number];

function rowOf(engine: Engine, { terminal }: Session): readonly string[] {
  const { colours, times } = terminal;
  const { circuit, score, lastObservation } = engine;
  const last =
    lastObservation === null
      ? 'never'
      : `${times.instant(lastObservation.at)}: ${lastObservation.errorCode ?? `first text after ${milliseconds(lastObservation.firstTokenMs ?? lastObservation.totalMs ?? 0)}`}`;
  return [
    engine.id,
    `${stateInColour(engine.state, colours)}${engine.reason === null ? '' : ` ${colours.dim(engine.reason)}`}`,
    engine.model,
    circuit.retryAt === null ? circuit.state : `${circuit.state}, tried ${times.instant(circuit.retryAt)}`,
    `${score.value.toFixed(2)} of ${score.samples}`,
    engine.queued === 0 ? String(engine.inFlight) : `${engine.inFlight} and ${engine.queued} waiting`,
    last,
  ];
}
