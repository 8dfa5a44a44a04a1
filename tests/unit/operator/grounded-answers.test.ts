import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Evidence, Topic } from '../../../subgraphs/operator/grounded/evidence.ts';
import { groundedAnswer } from '../../../subgraphs/operator/grounded/grounded-answers.ts';
import type { NoEngine } from '../../../subgraphs/operator/grounded/no-engine.ts';
import { languageOf } from '../../../subgraphs/operator/grounded/understand/language.ts';
import { understand } from '../../../subgraphs/operator/grounded/understand/understand.ts';
import type { ServiceFact } from '../../../subgraphs/operator/facts/facts.ts';

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
const live: Evidence = {
  topic: { about: 'status' },
  remedy: null,
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

const askedAs = (question: string, state: Evidence) =>
  groundedAnswer(
    understand(
      question,
      state.services.map(({ name }) => name),
    ),
    state,
  );

describe("madre's own answer", () => {
  test('says why no engine answered, what runs, which windows live, and what can be done', () => {
    const { content } = askedAs('status', live);
    expect(content).toContain('switch is asleep (STOPPED)');
    expect(content).toContain('Running now: madre, hermes.');
    expect(content).toContain('Not running: switch (STOPPED).');
    expect(content).toContain('Window w-7 (OPEN) holds hermes for another 42 s; opened by console.');
    expect(content).toContain('open a power window for switch');
  });

  test('speaks Spanish to those who do', () => {
    const { content } = askedAs('¿qué hay?', live);
    expect(content).toContain('switch duerme (STOPPED)');
    expect(content).toContain('durante 42 s más');
  });

  test('tells the failure of the engines and offers no window where switch was asked', () => {
    const failed: NoEngine = { kind: 'engines-failed', message: 'deepseek: HTTP 500', observedAt };
    const { content, grounded } = askedAs('status', { ...live, noEngine: failed });
    expect(content).toContain('No engine answered: deepseek: HTTP 500.');
    expect(content).not.toContain('open a power window');
    expect(grounded).toContainEqual({ field: 'chat.engineFailure', value: 'deepseek: HTTP 500', observedAt });
  });

  test('says so where windows could not be read, instead of claiming that none lives', () => {
    expect(askedAs('windows', { ...live, power: null }).content).toContain('could not be read');
  });

  test('says that no window is live, and so of the services that were named alone', () => {
    const power = { policy: 'SOLO_MADRE', serverTime: observedAt, activeWindows: [] };
    expect(askedAs('status', { ...live, power }).content).toContain('No power window is live.');
    const remaining = { ...live, topic: { about: 'remaining' } } as const;
    expect(askedAs('how long will switch stay up', remaining).content).toContain(
      'No power window is live for that.',
    );
  });

  test('lists each fact with its field and time', () => {
    const { grounded } = askedAs('how long is left', live);
    expect(grounded).toContainEqual({ field: 'windows.w-7.ttlRemainingSec', value: 42, observedAt });
    expect(grounded).toContainEqual({ field: 'services.switch.state', value: 'STOPPED', observedAt });
  });

  test('holds no number that is not in a grounded value, whatever the state and the question', () => {
    fc.assert(
      fc.property(anyQuestion, anyState, (question, state) => {
        const { content, grounded } = askedAs(question, state);
        const known = new Set(grounded.flatMap(({ value }) => String(value).match(/\d+/g) ?? []));
        expect((content.match(/\d+/g) ?? []).filter((number) => !known.has(number))).toEqual([]);
      }),
    );
  });

  test('names no service that is not a grounded value', () => {
    fc.assert(
      fc.property(anyQuestion, anyState, (question, state) => {
        const { content, grounded } = askedAs(question, state);
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
    askedAs(question, { ...live, noEngine: { kind: 'not-ready', switchService } });

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
      { kind: 'silent', limitMs: 30_000, observedAt },
      'switch sent nothing for 30000 ms',
      'switch no envió nada durante 30000 ms',
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
    expect(askedAs('status', { ...live, noEngine }).degradedReason).toBe(english);
    const inSpanish = askedAs('¿estado?', { ...live, noEngine });
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
const known = <T>(value: fc.Arbitrary<T>) =>
  fc.oneof(
    value.map((seen) => ({ kind: 'known' as const, value: seen, observedAt })),
    fc.constantFrom(
      { kind: 'unknown' as const, why: 'forbidden' as const },
      { kind: 'unknown' as const, why: 'no-answer' as const },
      { kind: 'unknown' as const, why: 'switch-asleep' as const },
      { kind: 'unknown' as const, why: 'not-counted' as const },
    ),
  );
const anyText = fc.string();
const anyInstant = fc.integer({ min: 0, max: 4e12 }).map((ms) => new Date(ms).toISOString());
const anyChecked = fc.record({
  action: fc.oneof(
    fc.record({
      kind: fc.constant('open' as const),
      services: fc.array(anyName, { minLength: 1, maxLength: 3 }),
      ttlSec: fc.nat(100_000),
    }),
    fc.record({
      kind: fc.constant('extend' as const),
      windowId: fc.option(fc.uuid()),
      addSec: fc.nat(9_999),
    }),
    fc.record({ kind: fc.constant('close' as const), windowId: fc.option(fc.uuid()) }),
    fc.record({ kind: fc.constantFrom('stop' as const, 'restart' as const), service: anyName }),
  ),
  allowed: fc.boolean(),
  reason: fc.option(anyText.map((text) => ({ en: text, es: text }))),
  observedAt: fc.constant(observedAt),
});
const anyDetail = fc.record({
  name: anyName,
  kind: fc.constantFrom('CORE' as const, 'ON_DEMAND' as const),
  state: fc.constantFrom(...STATES),
  reason: fc.option(anyText),
  observedAt: fc.constant(observedAt),
  startedAt: fc.option(anyInstant),
  exitCode: fc.option(fc.nat(255)),
  restartCount: fc.nat(9),
  holders: fc.array(
    fc.record({
      window: fc.record({ id: fc.uuid() }),
      deadline: fc.option(anyInstant),
      by: anyName,
      reason: anyText,
    }),
    { maxLength: 2 },
  ),
  lastStop: fc.option(fc.record({ at: anyInstant, rule: anyName, by: anyName })),
  failure: fc.option(fc.record({ code: anyName, message: anyText })),
  startup: fc.constant(null),
});
const anyPastWindow = fc.record({
  id: fc.uuid(),
  state: fc.constantFrom('OPEN', 'CLOSED', 'FAILED'),
  openedBy: anyName,
  reason: anyText,
  createdAt: anyInstant,
  ttlRemainingSec: fc.option(fc.nat(999)),
  closeReason: fc.option(anyName),
  services: fc.array(fc.record({ name: anyName }), { maxLength: 2 }),
  failure: fc.option(fc.record({ service: fc.record({ name: anyName }), code: anyName, message: anyText })),
});
const topics: fc.Arbitrary<Topic>[] = [
  fc.record({
    about: fc.constantFrom(
      ...(['status', 'services', 'help', 'greeting', 'off-topic', 'why-no-engine'] as const),
      ...(['remaining', 'opener', 'policy'] as const),
    ),
  }),
  fc.record({ about: fc.constant('service' as const), name: anyName, detail: known(fc.option(anyDetail)) }),
  fc.record({
    about: fc.constantFrom('windows' as const, 'failures' as const),
    windows: known(fc.array(anyPastWindow, { maxLength: 8 })),
  }),
  fc.record({
    about: fc.constant('engines' as const),
    engines: known(
      fc.record({
        engines: fc.array(
          fc.record({
            id: anyName,
            model: anyText,
            state: anyName,
            reason: fc.option(anyText),
            inFlight: fc.nat(9),
            queued: fc.nat(9),
          }),
          { maxLength: 4 },
        ),
        refused: fc.option(
          fc.array(
            fc.record({
              file: fc.constantFrom('engines' as const, 'key' as const),
              problem: anyText,
              since: anyInstant,
            }),
            { maxLength: 2 },
          ),
        ),
      }),
    ),
  }),
  fc.record({
    about: fc.constant('queue' as const),
    queue: known(
      fc.record({
        size: fc.nat(99),
        processing: fc.nat(99),
        waiting: fc.nat(99),
        oldestWaitMs: fc.option(fc.nat()),
      }),
    ),
  }),
  fc.record({
    about: fc.constant('audit' as const),
    audit: known(
      fc.array(
        fc.record({
          seq: fc.nat(),
          at: anyInstant,
          actor: anyName,
          component: anyName,
          action: anyName,
          target: fc.option(anyText),
          outcome: anyName,
        }),
        { maxLength: 5 },
      ),
    ),
  }),
  fc.record({
    about: fc.constant('flags' as const),
    flags: known(
      fc.array(fc.record({ key: anyName, state: anyName, reason: fc.option(anyText) }), { maxLength: 5 }),
    ),
  }),
  fc.record({
    about: fc.constant('metrics' as const),
    traffic: known(
      fc.record({
        requests: fc.nat(),
        errors: fc.nat(),
        latency: fc.record({
          p50Ms: fc.option(fc.double({ noNaN: true, min: 0, max: 1e6 })),
          p95Ms: fc.option(fc.double({ noNaN: true, min: 0, max: 1e6 })),
          p99Ms: fc.constant(null),
          samples: fc.nat(),
        }),
      }),
    ),
  }),
  fc.record({
    about: fc.constant('memory' as const),
    memory: known(
      fc.record({
        reservedBytes: fc.option(fc.nat(2 ** 31 - 1)),
        budgetBytes: fc.option(fc.nat(2 ** 31 - 1)),
      }),
    ),
  }),
  fc.record({
    about: fc.constant('change' as const),
    checked: known(
      fc.record({ actions: fc.array(anyChecked, { minLength: 1, maxLength: 4 }), leftOut: fc.nat(50) }),
    ),
  }),
];
const anyState: fc.Arbitrary<Evidence> = fc.record({
  topic: fc.oneof(...topics),
  remedy: fc.option(anyChecked),
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
    fc.nat().map((limitMs) => ({ kind: 'silent' as const, limitMs, observedAt })),
    fc.constant({ kind: 'broken' as const, observedAt }),
  ),
});
