import type { CompletionEvent, CompletionMessage } from '../../../schema/completion.ts';
import type { Proposal, TokenUsage } from '../../../schema/generated/operator.ts';
import type { ServiceFact } from '../facts/facts.ts';
import type { Answer } from './answer.ts';
import { addUsage } from './engines/add-usage.ts';

type Served = Extract<CompletionEvent, { type: 'finished' }>;

/** What the rounds of one answer that were served have brought: it stands, however the answer ends. */
export interface ServedRounds {
  /** Of all rounds so far, as one answer; undefined before the first. */
  readonly joined: Served | undefined;
  /** The rounds whose calls were all run, as a next question must carry them along. */
  readonly exchange: readonly CompletionMessage[];
  readonly proposals: readonly Proposal[];
  /** The services as they were when switch was asked. */
  askedWith(services: readonly ServiceFact[]): void;
  add(ended: Served): Served;
  propose(proposal: Proposal): void;
  exchanged(messages: readonly CompletionMessage[]): void;
  /** For an answer that ends within a round; `hasText`: something of an engine is kept. */
  kept(hasText: boolean): KeptOfRounds;
  /** Who answered with switch, and the windows that held both. */
  host(service: string | null): Pick<Answer, 'hostService' | 'windowIds'>;
}

type KeptOfRounds = Pick<Answer, 'proposals' | 'exchange' | 'usage' | 'hostService' | 'windowIds'>;

export function collectRounds(): ServedRounds {
  let joined: Served | undefined;
  let services: readonly ServiceFact[] = [];
  const exchange: CompletionMessage[] = [];
  const proposals: Proposal[] = [];

  function host(service: string | null): Pick<Answer, 'hostService' | 'windowIds'> {
    const involved = new Set(['switch', service]);
    const holders = services.filter(({ name }) => involved.has(name)).flatMap((held) => held.holders);
    // Remote engines have no component of their own: switch is the one that talks to them.
    return {
      hostService: service ?? 'switch',
      windowIds: [...new Set(holders.map(({ window }) => window.id))],
    };
  }

  return {
    get joined() {
      return joined;
    },
    exchange,
    proposals,
    askedWith: (asked) => void (services = asked),
    add: (ended) => (joined = join(joined, ended)),
    propose: (proposal) => void proposals.push(proposal),
    exchanged: (messages) => void exchange.push(...messages),
    kept: (hasText) => ({
      proposals,
      exchange,
      usage: atLeast(joined?.usage ?? null),
      ...(hasText ? host(joined?.service ?? null) : { hostService: null, windowIds: [] }),
    }),
    host,
  };
}

/** As one answer: the text and the usage of all rounds, the first token of the first, the rest of the last. */
function join(before: Served | undefined, ended: Served): Served {
  if (before === undefined) return ended;
  return {
    ...ended,
    content: before.content + ended.content,
    usage: addUsage(before.usage, ended.usage),
    firstTokenMs: before.firstTokenMs,
    totalMs: before.totalMs + ended.totalMs,
  };
}

/** What the round that was cut used nobody told: a sum without it is no measured one, and its cost not the whole. */
function atLeast(usage: TokenUsage | null): TokenUsage | null {
  return usage === null ? null : { ...usage, estimated: true, costUsd: null };
}
