import { toDateTime, type Clock } from '../../../platform/clock.ts';
import type { CompletionAttempt, CompletionDecision, CompletionEvent } from '../../../schema/completion.ts';
import type { ShownEvent } from './shown-text.ts';

/** Switch's outcomes, and two that only who asks it can know. */
export interface Attempt extends Omit<CompletionAttempt, 'outcome'> {
  readonly outcome:
    | CompletionAttempt['outcome']
    /** Of an answer that is still being made. */
    | 'RUNNING'
    /** Switch, or the server that asked it, ended meanwhile. That is no fault of the engine. */
    | 'INTERRUPTED';
}

/** What came of an answer so far: which engines, and why these. */
export interface Course {
  readonly attempts: readonly Attempt[];
  /** Null where no engine was considered, or none was told yet. */
  readonly route: CompletionDecision | null;
}

type Ended = Extract<CompletionEvent, { type: 'finished' | 'failed' }>;

/** The course of an answer as it is seen from here, for one that ends before switch has told all of it. */
export interface AttemptsSeen {
  see(event: ShownEvent): void;
  /** Switch has told what came of one round: nothing of it has to be guessed. */
  roundEnded(ended: Pick<Ended, 'attempts' | 'decision'>): void;
  /** The attempt under way, if there is one, has ended with this. */
  end(outcome: Attempt['outcome'], errorCode?: string): void;
  course(): Course;
}

export function followAttempts(clock: Clock): AttemptsSeen {
  let route: CompletionDecision | null = null;
  /** Of the rounds that have ended. */
  let before: readonly Attempt[] = [];
  let ofRound: readonly Attempt[] = [];
  let running: Attempt | null = null;
  let began = 0;
  /** Of the last attempt, as far as they were shown. */
  let characters = 0;

  const sinceBegun = (): number => Math.round(clock.monotonic() - began);

  function settle(change: Partial<Attempt> & Pick<Attempt, 'outcome'>): void {
    if (running !== null) ofRound = [...ofRound, { ...running, totalMs: sinceBegun(), ...change }];
    running = null;
  }

  function begin(engine: string): void {
    began = clock.monotonic();
    characters = 0;
    running = {
      engine,
      order: 1,
      outcome: 'RUNNING',
      errorCode: null,
      firstTokenMs: null,
      totalMs: null,
      charactersDiscarded: null,
      startedAt: toDateTime(clock.now()),
    };
  }

  /** The text of the last attempt is not the answer's. */
  function isVoid(): void {
    const last = ofRound.at(-1);
    // A fault that switch names no code for here is not guessed.
    if (running !== null) settle({ outcome: 'FAILED_MID_STREAM', charactersDiscarded: characters });
    else if (last !== undefined)
      ofRound = [...ofRound.slice(0, -1), { ...last, charactersDiscarded: characters }];
  }

  return {
    see(event) {
      if (event.type === 'delta') {
        if (!event.reasoning) characters += event.text.length;
        if (running?.firstTokenMs === null) running = { ...running, firstTokenMs: sinceBegun() };
      }
      if (event.type === 'restarted') isVoid();
      if (event.type !== 'routing') return;
      settle({ outcome: 'FAILED_BEFORE_FIRST_TOKEN' });
      // A switch of an earlier version does not tell them.
      ofRound = event.attempts ?? ofRound;
      route ??= event.decision ?? null;
      begin(event.engine);
    },
    roundEnded(ended) {
      before = [...before, ...ended.attempts];
      route ??= ended.decision;
      ofRound = [];
      running = null;
    },
    end: (outcome, errorCode) => settle({ outcome, errorCode: errorCode ?? null }),
    course() {
      const attempts = [...before, ...ofRound, ...(running === null ? [] : [running])];
      return { attempts: attempts.map((attempt, index) => ({ ...attempt, order: index + 1 })), route };
    },
  };
}
