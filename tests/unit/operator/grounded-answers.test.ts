import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groundedAnswer, type LiveState } from '../../../subgraphs/operator/grounded/grounded-answers.ts';
import type { NoEngine } from '../../../subgraphs/operator/grounded/no-engine.ts';
import { intentOf } from '../../../subgraphs/operator/grounded/intent.ts';
import { languageOf } from '../../../subgraphs/operator/grounded/language.ts';
import type { ServiceFact } from '../../../subgraphs/operator/facts.ts';

const observedAt = '2026-01-01T00:00:00.000Z';
const service = (name: string, state: ServiceFact['state']): ServiceFact => ({
  name,
  kind: 'ON_DEMAND',
  state,
  reason: null,
  observedAt,
  holders: [],
});
const asleep: NoEngine = { kind: 'not-ready', switchService: service('switch', 'STOPPED') };
const live: LiveState = {
  services: [service('madre', 'READY'), service('switch', 'STOPPED'), service('hermes', 'READY')],
  power: {
    policy: 'SOLO_MADRE',
    serverTime: observedAt,
    activeWindows: [
      { id: 'w-7', state: 'OPEN', openedBy: 'console', ttlRemainingSec: 42, services: [{ name: 'hermes' }] },
    ],
  },
  noEngine: asleep,
};

describe('the language of an answer', () => {
  test.each([
    ['What is running now?', 'en'],
    ['status', 'en'],
    ['hello', 'en'],
    ['1234', 'en'],
    ['hola', 'es'],
    ['que servicios hay ahora', 'es'],
    ['¿Cuánto queda?', 'es'],
    ['mañana', 'es'],
    ['abre una ventana para switch', 'es'],
    ['open a window for switch', 'en'],
    ['can you show me la ventana', 'en'],
  ] as const)('%j is answered in %s', (message, expected) => {
    expect(languageOf(message)).toBe(expected);
  });
});

describe('the intent of a question', () => {
  test.each([
    ['How long is left of my window?', 'windows'],
    ['cuánto queda de la ventana', 'windows'],
    ['what can you do', 'help'],
    ['¿qué puedes hacer?', 'help'],
    ['which services are running', 'services'],
    ['qué servicios hay', 'services'],
    ['status', 'overview'],
    ['write me a poem', 'overview'],
  ] as const)('%j asks for %s', (message, expected) => {
    expect(intentOf(message)).toBe(expected);
  });
});

describe("madre's own answer", () => {
  test('says why no engine answered, what runs, which windows live, and what can be done', () => {
    const { content } = groundedAnswer('status', live);
    expect(content).toContain('switch is asleep (STOPPED)');
    expect(content).toContain('Running now: madre, hermes.');
    expect(content).toContain('Window w-7 (OPEN) holds hermes for another 42 s; opened by console.');
    expect(content).toContain('open a power window for switch');
  });

  test('speaks Spanish to those who do', () => {
    const { content } = groundedAnswer('¿qué hay?', live);
    expect(content).toContain('switch duerme (STOPPED)');
    expect(content).toContain('durante 42 s más');
  });

  test('tells the failure of the engines and offers no window where switch was asked', () => {
    const failed: NoEngine = { kind: 'engines-failed', message: 'deepseek: HTTP 500', observedAt };
    const { content, grounded } = groundedAnswer('status', { ...live, noEngine: failed });
    expect(content).toContain('No engine answered: deepseek: HTTP 500.');
    expect(content).not.toContain('open a power window');
    expect(grounded).toContainEqual({ field: 'chat.engineFailure', value: 'deepseek: HTTP 500', observedAt });
  });

  test('says so where windows could not be read, instead of claiming that none lives', () => {
    expect(groundedAnswer('windows', { ...live, power: null }).content).toContain('could not be read');
  });

  test('lists each fact with its field and time', () => {
    const { grounded } = groundedAnswer('how long is left', live);
    expect(grounded).toContainEqual({ field: 'windows.w-7.ttlRemainingSec', value: 42, observedAt });
    expect(grounded).toContainEqual({ field: 'services.switch.state', value: 'STOPPED', observedAt });
  });

  test('holds no number that is not in a grounded value, whatever the state and the question', () => {
    fc.assert(
      fc.property(anyQuestion, anyState, (question, state) => {
        const { content, grounded } = groundedAnswer(question, state);
        const known = new Set(grounded.flatMap(({ value }) => String(value).match(/\d+/g) ?? []));
        expect((content.match(/\d+/g) ?? []).filter((number) => !known.has(number))).toEqual([]);
      }),
    );
  });

  test('names no service that is not a grounded value', () => {
    fc.assert(
      fc.property(anyQuestion, anyState, (question, state) => {
        const { content, grounded } = groundedAnswer(question, state);
        const values = grounded.map(({ value }) => String(value)).sort((a, b) => b.length - a.length);
        const names = state.services.map(({ name }) => name).filter((name) => content.includes(name));
        expect(names.filter((name) => !values.some((value) => value.includes(name)))).toEqual([]);
      }),
    );
  });
});

describe('what is said of a switch that is not ready', () => {
  const held = { holders: [{ window: { id: 'w-9' } }] };
  const about = (question: string, switchService: ServiceFact) =>
    groundedAnswer(question, { ...live, noEngine: { kind: 'not-ready', switchService } });

  test.each([
    ['STOPPED', {}, 'switch is asleep (STOPPED), and no power window holds it'],
    ['STOPPING', {}, 'switch is not ready (STOPPING), and no power window holds it'],
    ['MISSING', { reason: 'NOT_INSTALLED' }, 'switch is not installed (MISSING, NOT_INSTALLED)'],
    ['STARTING', held, 'switch is not ready yet (STARTING), although a power window holds it (w-9)'],
    [
      'CRASHED',
      { ...held, reason: 'EXITED' },
      'switch is not ready (CRASHED, EXITED), although a power window holds it (w-9)',
    ],
  ] as const)('while it is %s: %j', (state, change, reason) => {
    const { content, degradedReason } = about('status', { ...service('switch', state), ...change });
    expect(degradedReason).toContain(reason);
    expect(content).toContain(degradedReason);
  });

  test.each([
    ['STOPPED', {}, 'switch duerme (STOPPED), y ninguna ventana de energía lo mantiene'],
    [
      'STARTING',
      held,
      'switch todavía no está listo (STARTING), aunque lo mantiene una ventana de energía (w-9)',
    ],
    [
      'START_FAILED',
      held,
      'switch no está listo (START_FAILED), aunque lo mantiene una ventana de energía (w-9)',
    ],
  ] as const)('in Spanish, while it is %s: %j', (state, change, reason) => {
    const { content, degradedReason } = about('¿estado?', { ...service('switch', state), ...change });
    expect(degradedReason).toBe(reason);
    expect(content).toContain(reason);
  });

  test('in every state says that no window holds it, and offers one, only where none does', () => {
    fc.assert(
      fc.property(anyQuestion, fc.constantFrom(...STATES), anyService, (question, state, some) => {
        fc.pre(state !== 'READY');
        const { content, grounded } = about(question, { ...some, name: 'switch', state });
        const isHeld = some.holders.length > 0;
        const saysUnheld = /no power window holds it|ninguna ventana de energía lo mantiene/.test(content);
        expect(saysUnheld).toBe(!isHeld);
        expect(content.includes('openWindow')).toBe(!isHeld && state !== 'MISSING');
        for (const { window } of some.holders) {
          expect(content).toContain(window.id);
          expect(grounded).toContainEqual({
            field: 'services.switch.holders',
            value: window.id,
            observedAt: some.observedAt,
          });
        }
      }),
    );
  });
});

describe('why switch gave no answer', () => {
  test.each<[NoEngine, string, string]>([
    [
      { kind: 'unreachable', detail: 'ECONNREFUSED', observedAt },
      'switch gave no answer (ECONNREFUSED)',
      'switch no dio respuesta («ECONNREFUSED»)',
    ],
    [
      { kind: 'late', limitMs: 125_000, observedAt },
      'switch had no complete answer within 125000 ms',
      'switch no dio una respuesta completa en 125000 ms',
    ],
    [
      { kind: 'engines-failed', message: 'local: HTTP 500', observedAt },
      'local: HTTP 500',
      'switch dice «local: HTTP 500»',
    ],
    [
      { kind: 'broken', observedAt },
      'asking switch failed inside this server; its log has the details',
      'la pregunta a switch falló dentro de este servidor; su registro tiene los detalles',
    ],
  ])('%j is told in the language of the question', (noEngine, english, spanish) => {
    expect(groundedAnswer('status', { ...live, noEngine }).degradedReason).toBe(english);
    const inSpanish = groundedAnswer('¿estado?', { ...live, noEngine });
    expect(inSpanish.degradedReason).toBe(spanish);
    expect(inSpanish.content).toContain(`Ningún motor respondió: ${spanish}.`);
  });
});

const STATES = [
  'MISSING',
  'STOPPED',
  'STARTING',
  'READY',
  'UNHEALTHY',
  'PAUSED',
  'STOPPING',
  'CRASHED',
  'CRASH_LOOP',
  'OUT_OF_MEMORY',
  'START_FAILED',
  'UNKNOWN',
] as const;
const anyQuestion = fc.oneof(
  fc.constantFrom('status', 'windows?', '¿qué servicios?', 'help', 'cuánto queda'),
  fc.string(),
);
const anyName = fc.stringMatching(/^[A-Z]{2}[0-9]{1,3}[A-Z]{2}$/);
const anyService: fc.Arbitrary<ServiceFact> = fc.record({
  name: anyName,
  kind: fc.constantFrom('CORE' as const, 'ON_DEMAND' as const),
  state: fc.constantFrom(...STATES),
  reason: fc.constantFrom(null, 'EXITED', 'START_TIMEOUT'),
  observedAt: fc.constant(observedAt),
  holders: fc.array(fc.record({ window: fc.record({ id: fc.uuid() }) }), { maxLength: 2 }),
});
const anyWindow = fc.record({
  id: fc.uuid(),
  state: fc.constantFrom('OPEN', 'DEGRADED'),
  openedBy: anyName,
  ttlRemainingSec: fc.option(fc.nat(86_400)),
  services: fc.array(fc.record({ name: anyName }), { maxLength: 3 }),
});
const anyState: fc.Arbitrary<LiveState> = fc.record({
  services: fc.array(anyService, { maxLength: 6 }),
  power: fc.option(
    fc.record({
      policy: fc.constant('SOLO_MADRE'),
      serverTime: fc.constant(observedAt),
      activeWindows: fc.array(anyWindow, { maxLength: 4 }),
    }),
  ),
  noEngine: fc.oneof(
    anyService.map((switchService) => ({ kind: 'not-ready' as const, switchService })),
    fc.string().map((message) => ({ kind: 'engines-failed' as const, message, observedAt })),
    fc.string().map((detail) => ({ kind: 'unreachable' as const, detail, observedAt })),
    fc.nat().map((limitMs) => ({ kind: 'late' as const, limitMs, observedAt })),
    fc.constant({ kind: 'broken' as const, observedAt }),
  ),
});
