import { describe, expect, test } from 'vitest';
import { startOperator } from '../../support/operator.ts';
import { createScriptedMadre } from '../../support/scripted-madre.ts';

interface Message {
  readonly content: string;
  readonly degradedReason: string;
  readonly grounded: readonly {
    readonly field: string;
    readonly value: unknown;
    readonly observedAt: string;
  }[];
  readonly proposals: readonly {
    readonly mutation: string;
    readonly variables: unknown;
    readonly summary: string;
    readonly allowed: boolean;
    readonly reason: string | null;
  }[];
}

const CHAT = `mutation ($message: String!) { chat(input: { message: $message }) { message { content degradedReason
  grounded { field value observedAt } proposals { mutation variables summary allowed reason } } } }`;

async function start(windows: readonly string[] = ['w1']) {
  const madre = createScriptedMadre(
    { name: 'madre', kind: 'CORE', state: 'READY' },
    { name: 'switch', state: 'STOPPED' },
    { name: 'hermes', state: 'READY', windows },
  );
  const latency = { p50Ms: 4, p95Ms: 20, p99Ms: 30, samples: 12 };
  const operator = await startOperator({
    askMadre: madre.ask,
    readTraffic: () => ({ since: 0, total: { requests: 12, errors: 1, latency }, byOperation: [] }),
  });
  async function ask(message: string, scopes: readonly string[] = ['*']): Promise<Message> {
    const context = { ...operator.context, actor: { name: 'tester', scopes } };
    const asked = { query: CHAT, variables: { message }, context };
    const { data, errors } = await operator.executor.execute(asked);
    if (errors !== undefined) throw new Error(JSON.stringify(errors));
    return (data as { chat: { message: Message } }).chat.message;
  }
  return { madre, ask };
}

describe('what is to be done later', () => {
  test.each([
    ['close the window at 18:00', 'I can set no time for it', 'holds hermes for another 60 s'],
    ['stop hermes in 10 minutes', 'I can set no time for it', 'holds hermes for another 60 s'],
    ['cierra la ventana a las 18:00', 'no puedo ponerle hora', 'durante 60 s más'],
    ['open hermes tomorrow for 10 minutes', 'I can set no time for it', 'Running now'],
  ])(
    'as %s, is proposed not at all: madre says what can be done, and what is',
    async (message, why, state) => {
      const { ask } = await start();
      const { content, proposals } = await ask(message);
      expect(content).toContain(why);
      if (state !== 'Running now') expect(content).toContain(state);
      expect(proposals).toEqual([]);
    },
  );
});

describe('without an engine madre answers', () => {
  test.each([
    ['status', 'Running now: madre, hermes.'],
    ['estado', 'En marcha ahora: madre, hermes.'],
    ['why is hermes running?', 'Window w1 of tester holds it until'],
    ['¿por qué está apagado switch?', 'Se paró por última vez en'],
    ['is madre up?', 'It is of the core'],
    ['how long is left', 'holds hermes for another 60 s'],
    ['quién abrió la ventana', 'la abrió tester'],
    ['list the windows', 'Window w1 (OPEN)'],
    ['audit', 'console, window.open w1, OK'],
    ['feature flags', 'INEE_ENABLED: OFF'],
    ['metrics', '12 operations were answered, 1 of them with errors. Half took at most 4 ms'],
    ['memory', 'reserve 256 MB together. The budget is 1024 MB.'],
    ['política', 'La política de energía es SOLO_MADRE'],
    ['what failed', 'No service is in trouble now.'],
    ['engines', 'Only switch knows that, and switch is not awake'],
    ['cola', 'Eso solo lo sabe switch'],
    ['why no engine?', 'switch is asleep (STOPPED)'],
    ['help', 'I can propose to open, extend or close a window'],
    ['write me a poem about the sea', 'I invent nothing'],
  ])('%j', async (question, told) => {
    const { ask } = await start();
    const { content, degradedReason, grounded } = await ask(question);
    expect(content).toContain(told);
    expect(content).toContain(degradedReason);
    const known = new Set(grounded.flatMap(({ value }) => String(value).match(/\d+/g) ?? []));
    expect((content.match(/\d+/g) ?? []).filter((number) => !known.has(number))).toEqual([]);
  });

  test('nothing of what was written comes back as a fact', async () => {
    const { ask } = await start();
    const { content } = await ask('is <b>hermes</b> running on 10.1.2.3 with 4711 tokens');
    expect(content).not.toMatch(/<b>|4711|10\.1/);
  });

  test('reads the audit only for who may', async () => {
    const { ask, madre } = await start();
    const { content } = await ask('audit', ['chat:write']);
    expect(content).toContain('Your token may not read that');
    expect(madre.queries.some((query) => query.includes('auditLog'))).toBe(false);
  });
});

describe('a change of power that is asked for', () => {
  test.each([
    [
      'wake switch for 10 minutes',
      'openWindow',
      { input: { services: ['switch'], ttlSec: 600, reason: 'chat' } },
    ],
    ['para hermes', 'stopService', { name: 'hermes' }],
    ['extend the window by 5 minutes', 'extendWindow', { input: { id: 'w1', addSec: 300 } }],
    ['cierra la ventana', 'closeWindow', { input: { id: 'w1', reason: 'chat' } }],
    ['reinicia hermes', 'restartService', { name: 'hermes' }],
  ])('%j is proposed, word for word, and not done', async (question, mutation, variables) => {
    const { ask, madre } = await start();
    const { proposals, content } = await ask(question);
    expect(proposals[0]).toMatchObject({ mutation, variables, allowed: true, reason: null });
    expect(content).toContain(proposals[0]?.summary);
    expect(madre.queries.filter((query) => query.trimStart().startsWith('mutation'))).toEqual([]);
  });

  test.each([
    ['stop madre', 'of the core'],
    ['stop switch', 'does not run (STOPPED)'],
    ['wake hermes for 5 seconds', 'between 10 and 86400'],
  ])('%j is said to be refused, with the reason', async (question, reason) => {
    const { ask } = await start();
    const { proposals, content } = await ask(question);
    expect(proposals[0]).toMatchObject({ allowed: false });
    expect(proposals[0]?.reason).toContain(reason);
    expect(content).toContain(reason);
  });

  test.each([
    [
      'para madre',
      'Tal como están las cosas se rechazaría: «madre es del núcleo, que siempre está en marcha».',
    ],
    ['para switch', '«switch no está en marcha (STOPPED)»'],
    ['abre hermes durante 5 segundos', '«ttlSec tiene que estar entre 10 y 86400, y es 5»'],
  ])('%j is refused in the language of the question', async (question, told) => {
    const { ask } = await start();
    const { proposals, content } = await ask(question);
    expect(content).toContain(told);
    expect(told).toContain(proposals[0]?.reason);
  });

  test.each([
    ['close all windows', 'Several power windows are live, so there is a proposal for each:'],
    [
      'cierra todas las ventanas',
      'Hay varias ventanas de energía vivas, así que hay una propuesta para cada una:',
    ],
  ])('%j is a proposal for each live window, which are listed', async (question, told) => {
    const { ask, madre } = await start(['w1', 'w2', 'w3']);
    const { proposals, content } = await ask(question);
    expect(content).toContain(told);
    const closing = proposals.filter(({ mutation }) => mutation === 'closeWindow');
    expect(closing.map(({ variables, allowed, reason }) => ({ variables, allowed, reason }))).toEqual(
      ['w1', 'w2', 'w3'].map((id) => ({
        variables: { input: { id, reason: 'chat' } },
        allowed: true,
        reason: null,
      })),
    );
    for (const id of ['w1', 'w2', 'w3'])
      expect(content).toMatch(new RegExp(`(Window|La ventana) ${id} \\(OPEN\\)`));
    expect(madre.queries.filter((query) => query.trimStart().startsWith('mutation'))).toEqual([]);
  });

  test('of more windows than a person would confirm is proposed for ten, and the rest is counted', async () => {
    const { ask } = await start(Array.from({ length: 13 }, (_, index) => `w${index + 1}`));
    const { proposals, content } = await ask('close all windows');
    expect(proposals.filter(({ mutation }) => mutation === 'closeWindow')).toHaveLength(10);
    expect(content).toContain('Windows beyond these: 3.');
    expect(content).not.toContain('w11');
  });

  test.each([
    [
      'open hermes until 25:99',
      'I did not understand how long, so I propose nothing. Say it in days, hours,',
    ],
    ['extend the window until 25:99', 'I did not understand how long, so I propose nothing.'],
    ['open hermes for 5-10 minutes', 'I did not understand how long, so I propose nothing.'],
    [
      'abre hermes hasta las 25:99',
      'No entendí por cuánto tiempo, así que no propongo nada. Dilo en días, horas,',
    ],
    ['alarga la ventana hasta las 25:99', 'No entendí por cuánto tiempo, así que no propongo nada.'],
  ])('%j comes with no proposal, for its time is not guessed', async (question, told) => {
    const { ask } = await start();
    const { proposals, content, degradedReason } = await ask(question);
    expect(content).toContain(told);
    expect(content).toContain(degradedReason);
    expect(content).not.toMatch(/Proposed|Propuesta/);
    expect(proposals).toEqual([]);
  });

  test.each([
    ['should I stop hermes?', 'hermes is READY.', 'Window w1 of tester holds it until'],
    ["don't stop hermes", 'hermes is READY.', 'Window w1 of tester holds it until'],
    ['¿debería parar hermes?', 'hermes está en READY.', 'La ventana w1 de tester lo mantiene hasta'],
    ['no pares hermes', 'hermes está en READY.', 'La ventana w1 de tester lo mantiene hasta'],
  ])('%j asks for none: its state and who holds it are told', async (question, state, holder) => {
    const { ask } = await start();
    const { proposals, content } = await ask(question);
    expect(content).toContain(state);
    expect(content).toContain(holder);
    expect(proposals.map(({ mutation }) => mutation)).toEqual(['openWindow']);
    expect(proposals[0]?.variables).toMatchObject({ input: { services: ['switch'] } });
  });

  test('needs the scope of who asks', async () => {
    const { ask } = await start();
    expect((await ask('wake hermes', ['chat:write'])).proposals[0]).toMatchObject({
      allowed: false,
      reason: 'the token lacks scope power:write, which openWindow requires',
    });
  });
});

test('a window for switch is offered with every answer while it sleeps, once', async () => {
  const { ask } = await start();
  const offer = {
    mutation: 'openWindow',
    variables: { input: { services: ['switch'], ttlSec: 300, reason: 'chat' } },
  };
  expect((await ask('write a poem')).proposals).toMatchObject([offer]);
  expect((await ask('wake switch for an hour')).proposals).toHaveLength(1);
});
