import { describe, expect, onTestFinished, test } from 'vitest';
import { createManualClock } from '../../../platform/manual-clock.ts';
import { serveSubgraph } from '../../../platform/graphql/serve-subgraph.ts';
import { createLogger } from '../../../platform/log.ts';
import { refusedFilesOverHttp } from '../../../subgraphs/index.ts';
import { startOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';
import { respondsWith, startScriptedEngine } from '../../support/scripted-engine.ts';
import { enginesYaml, startSwitch } from '../../support/switch-subgraph.ts';

const CHAT = `mutation ($message: String!) { chat(input: { message: $message }) { message {
  answeredBy content grounded { field value observedAt } } } }`;

/** operator before a real switch, whose one engine refuses everything. */
async function start(engines?: string) {
  const clock = createManualClock();
  const one = await startScriptedEngine();
  onTestFinished(() => one.close());
  one.script(...Array.from({ length: 8 }, () => respondsWith(400)));
  const good = engines ?? enginesYaml({ one });
  const test = await startSwitch({ clock, engines: good });
  const served = await serveSubgraph(test.subgraph, {
    host: '127.0.0.1',
    port: 0,
    token: 'between-us',
    log: createLogger('silent', 'switch'),
  });
  onTestFinished(() => served.close());
  const operator = await startOperator({
    askMadre: createScriptedMadre({ name: 'switch', state: 'READY', windows: ['w1'] }).ask,
    askSwitch: (request) => test.executor.execute(request),
    readRefusedFiles: refusedFilesOverHttp({ switchUrl: served.url, subgraphToken: 'between-us' }),
    switchUrl: served.url,
  });
  async function ask(message: string) {
    const { chat } = await operator.data<{
      chat: {
        message: {
          answeredBy: string;
          content: string;
          grounded: readonly { field: string; value: unknown; observedAt: string }[];
        };
      };
    }>(CHAT, { message });
    return chat.message;
  }
  async function refuse(): Promise<void> {
    test.writeEngines('engines: [{ id: one, provider: openai-compatible, baseUrl: "ftp://x", model: m }]');
    await expect
      .poll(async () => {
        await clock.advance(500);
        return test.logged();
      })
      .toContain('cannot be used');
  }
  return { ask, refuse, good, test, clock };
}

describe("madre's answer about engines", () => {
  test.each([
    [
      'engines?',
      'The engines file changed and is not used since',
      'The engines are those of an earlier one.',
    ],
    [
      '¿qué motores hay?',
      'El fichero de motores cambió y no se usa desde',
      'Los motores son los de uno anterior.',
    ],
  ])('to %s tells an engines file that is refused, since when and why', async (message, since, effect) => {
    const { ask, refuse, clock } = await start();
    expect((await ask(message)).content).not.toContain(since);
    await refuse();
    const { answeredBy, content, grounded } = await ask(message);
    expect(answeredBy).toBe('MADRE');
    expect(content).toContain(since);
    expect(content).toContain(effect);
    const told = grounded.filter(({ field }) => field.startsWith('refusedFiles.'));
    expect(told.map(({ field }) => field)).toEqual([
      'refusedFiles.engines.since',
      'refusedFiles.engines.problem',
    ]);
    expect(Date.parse(String(told[0]?.value))).toBeLessThanOrEqual(clock.now());
    expect(told[1]?.value).toContain('baseUrl: expected an http or https URL');
    // Once for all engines, however many they are.
    expect(content.split('baseUrl').length).toBe(2);
  });

  test('tells it also where there is no engine', async () => {
    const { ask, refuse } = await start('engines: []');
    await refuse();
    expect((await ask('engines')).content).toMatch(/No engine is configured\.\nThe engines file changed/);
  });

  test('says that it is not known where switch does not say', async () => {
    const operator = await startOperator({
      askMadre: createScriptedMadre({ name: 'switch', state: 'READY', windows: ['w1'] }).ask,
      askSwitch: () => Promise.resolve({ data: { engines: [] } }),
    });
    const { chat } = await operator.data<{ chat: { message: { content: string } } }>(CHAT, {
      message: 'engines',
    });
    expect(chat.message.content).toContain('could not be read');
  });
});
