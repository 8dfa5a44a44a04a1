import { toDateTime, type Clock } from '../../../platform/clock.ts';
import { CodedError } from '../../../platform/errors.ts';
import type { RequestContext } from '../../../platform/request-context.ts';
import type { Facts, ServiceFact } from '../facts/facts.ts';
import type { SwitchFacts } from '../facts/switch-facts.ts';
import type { ReadTraffic } from '../ports.ts';
import { checkAction } from '../power/check-action.ts';
import { checkEach } from '../power/check-each.ts';
import type { PowerAction } from '../power/power-action.ts';
import type { Evidence, Looked, MemoryFact, Topic } from './evidence.ts';
import { standingOf, type NoEngine } from './no-engine.ts';
import type { Understood } from './understand/understand.ts';

export interface GatherParts {
  readonly facts: Facts;
  readonly switchFacts: SwitchFacts;
  /** Undefined where the gateway that counts is elsewhere. */
  readonly readTraffic: ReadTraffic | undefined;
  readonly clock: Clock;
}

const NEWEST_WINDOWS = 20;
const NEWEST_ENTRIES = 5;
const DEFAULT_SEC = 300;

/** Looks at what the answer needs, with the rights of who asked. Wakes nothing. Rejects only where the context's signal aborts. */
export async function gather(
  asked: Understood,
  known: { readonly services: readonly ServiceFact[]; readonly noEngine: NoEngine },
  parts: GatherParts,
  context: RequestContext,
): Promise<Evidence> {
  const [power, topic, remedy] = await Promise.all([
    parts.facts.power(context).catch(() => null),
    readTopic(asked, known.services, parts, context),
    readRemedy(known.noEngine, parts, context),
  ]);
  context.signal.throwIfAborted();
  return { ...known, power, topic, remedy };
}

async function readTopic(
  asked: Understood,
  services: readonly ServiceFact[],
  parts: GatherParts,
  context: RequestContext,
): Promise<Topic> {
  const { facts, switchFacts, readTraffic, clock } = parts;
  const look = <T>(read: () => Promise<T>): Promise<Looked<T>> => lookAt(read, clock);
  const ofSwitch = async <T>(read: () => Promise<T>): Promise<Looked<T>> =>
    services.some(({ name, state }) => name === 'switch' && state === 'READY')
      ? look(read)
      : { kind: 'unknown', why: 'switch-asleep' };
  const { intent } = asked;
  if (asked.isLater) return { about: 'later' };
  if (asked.isTimeUnclear && (intent === 'open' || intent === 'extend')) return { about: 'unclear-time' };
  const action = actionOf(asked);
  if (action !== null)
    return { about: 'change', checked: await look(() => checkEach(action, parts, context)) };
  switch (intent) {
    case 'service': {
      const name = asked.services[0] ?? 'switch';
      return { about: 'service', name, detail: await look(() => facts.service(name, context)) };
    }
    case 'windows':
    case 'failures':
      return { about: intent, windows: await look(() => facts.windows(NEWEST_WINDOWS, context)) };
    case 'engines':
      return { about: intent, engines: await ofSwitch(() => switchFacts.engines(context)) };
    case 'queue':
      return { about: intent, queue: await ofSwitch(() => switchFacts.queue(context)) };
    case 'audit':
      return { about: intent, audit: await look(() => facts.audit(NEWEST_ENTRIES, context)) };
    case 'flags':
      return { about: intent, flags: await look(() => facts.flags(context)) };
    case 'memory':
      return { about: intent, memory: await look(() => readMemory(services, facts, context)) };
    case 'metrics': {
      if (readTraffic === undefined)
        return { about: intent, traffic: { kind: 'unknown', why: 'not-counted' } };
      return { about: intent, traffic: await look(async () => readTraffic('HOUR_1').total) };
    }
    case 'open':
    case 'extend':
    case 'close':
    case 'stop':
    case 'restart':
      return { about: 'off-topic' };
    default:
      return { about: intent };
  }
}

/** Null where nothing is to be changed, or what for is not said. */
function actionOf({ intent, services, seconds, windowId }: Understood): PowerAction | null {
  const [service] = services;
  switch (intent) {
    case 'open':
      return {
        kind: 'open',
        services: service === undefined ? ['switch'] : services,
        ttlSec: seconds ?? DEFAULT_SEC,
      };
    case 'extend':
      return { kind: 'extend', windowId, addSec: seconds ?? DEFAULT_SEC };
    case 'close':
      return { kind: 'close', windowId };
    case 'stop':
    case 'restart':
      return service === undefined ? null : { kind: intent, service };
    default:
      return null;
  }
}

async function lookAt<T>(read: () => Promise<T>, clock: Clock): Promise<Looked<T>> {
  try {
    const value = await read();
    return { kind: 'known', value, observedAt: toDateTime(clock.now()) };
  } catch (error) {
    const why = error instanceof CodedError && error.code === 'FORBIDDEN' ? 'forbidden' : 'no-answer';
    return { kind: 'unknown', why };
  }
}

/** A window on what is held anyway reserves nothing more: its plan tells what is reserved now. */
async function readMemory(
  services: readonly ServiceFact[],
  facts: Facts,
  context: RequestContext,
): Promise<MemoryFact> {
  const onDemand = services.filter(({ kind }) => kind === 'ON_DEMAND');
  const held = onDemand.filter(({ holders }) => holders.length > 0);
  const names = (held.length > 0 ? held : onDemand.slice(0, 1)).map(({ name }) => name);
  const plan = await facts.plan({ services: names, ttlSec: DEFAULT_SEC }, context);
  return { reservedBytes: held.length > 0 ? plan.memoryBytes : null, budgetBytes: plan.memoryBudgetBytes };
}

/** A window for switch, where one would bring an engine. */
async function readRemedy(
  noEngine: NoEngine,
  parts: GatherParts,
  context: RequestContext,
): Promise<Evidence['remedy']> {
  if (noEngine.kind !== 'not-ready') return null;
  const standing = standingOf(noEngine.switchService);
  if (standing !== 'asleep' && standing !== 'unheld') return null;
  const action = { kind: 'open', services: ['switch'], ttlSec: DEFAULT_SEC } as const;
  return checkAction(action, parts, context).catch(() => null);
}
