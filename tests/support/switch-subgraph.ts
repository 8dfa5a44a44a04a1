import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pino } from 'pino';
import { onTestFinished } from 'vitest';
import { createInProcessBus } from '../../platform/bus/bus-in-process.ts';
import { systemClock, type Clock } from '../../platform/clock.ts';
import { readSecret } from '../../platform/configuration/secret.ts';
import { createExecutor, type Executor } from '../../platform/graphql/execute.ts';
import type { Subgraph } from '../../platform/graphql/subgraph.ts';
import { createSwitch } from '../../subgraphs/switch/subgraph.ts';
import { freePort } from './free-port.ts';
import { tempDir } from './temp-dir.ts';

export interface TestSwitch {
  readonly subgraph: Subgraph;
  readonly executor: Executor;
  /** The data of a query or mutation; throws with the errors where there are any. */
  ask(query: string, variables?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
  /** Replaces the engines file. */
  writeEngines(text: string): void;
  /** All lines so far. */
  logged(): string;
  readonly dataDir: string;
  readonly enginesFile: string;
}

/** The whole subgraph of switch on a folder of its own, closed when the test ends. */
export async function startSwitch(options: {
  /** Content of the engines file; undefined: there is none. */
  readonly engines: string | undefined;
  readonly clock?: Clock;
  readonly dataDir?: string;
  readonly secrets?: Readonly<Record<string, string>>;
  /** The same as files, by the name of the variable. */
  readonly secretFiles?: Readonly<Record<string, string>>;
  readonly hermesUrl?: string;
}): Promise<TestSwitch> {
  const dataDir = options.dataDir ?? tempDir();
  const enginesFile = join(dataDir, 'engines.yaml');
  if (options.engines !== undefined) writeFileSync(enginesFile, options.engines);
  let logged = '';
  const lines = new Writable({
    write(chunk: Buffer, _encoding, done) {
      logged += chunk.toString();
      done();
    },
  });
  const subgraph = await createSwitch({
    clock: options.clock ?? systemClock,
    log: pino({ level: 'trace' }, lines),
    bus: createInProcessBus(),
    dataDir,
    enginesFile: options.engines === undefined ? undefined : enginesFile,
    secrets: (variable) => {
      const file = options.secretFiles?.[variable];
      return file === undefined
        ? options.secrets?.[variable]
        : readSecret({ [`${variable}_FILE`]: file }, variable);
    },
    secretFile: (variable) => options.secretFiles?.[variable],
    hermesUrl: options.hermesUrl ?? `http://127.0.0.1:${await freePort()}`,
    subgraphToken: 'between-us',
  });
  onTestFinished(() => subgraph.close());
  const executor = createExecutor(subgraph);
  return {
    subgraph,
    executor,
    dataDir,
    enginesFile,
    logged: () => logged,
    writeEngines: (text) => writeFileSync(enginesFile, text),
    async ask(query, variables = {}) {
      const context = {
        correlationId: 'corr-test',
        actor: { name: 'tester', scopes: ['*'] },
        signal: new AbortController().signal,
      };
      const result = await executor.execute({ query, variables, context });
      if (result.errors !== undefined) throw new Error(JSON.stringify(result.errors));
      return JSON.parse(JSON.stringify(result.data)) as Record<string, unknown>;
    },
  };
}

/** An engines file of one line per engine, each an OpenAI-compatible one with `more` in it. */
export function enginesYaml(
  engines: Readonly<Record<string, { readonly url: string; readonly more?: string }>>,
  head = '',
): string {
  const lines = Object.entries(engines).map(
    ([id, { url, more = '' }]) =>
      `  - { id: ${id}, provider: openai-compatible, baseUrl: '${url}', model: any${more === '' ? '' : `, ${more}`} }`,
  );
  return `${head}\nengines:\n${lines.join('\n')}\n`;
}
