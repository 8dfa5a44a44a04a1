import type { EnginesFact, QueueFact } from '../facts/switch-facts.ts';
import type { AuditFact } from '../facts/guarded-facts.ts';
import type { FlagFact, PowerFact, ServiceFact } from '../facts/facts.ts';
import type { ServiceDetail } from '../facts/service-detail.ts';
import type { WindowFact } from '../facts/window-facts.ts';
import type { OperationCounts } from '../ports.ts';
import type { CheckedAction } from '../power/check-action.ts';
import type { Checked } from '../power/check-each.ts';
import type { NoEngine } from './no-engine.ts';

/** Something that was looked at, or why it could not be. */
export type Looked<T> =
  | { readonly kind: 'known'; readonly value: T; readonly observedAt: string }
  | { readonly kind: 'unknown'; readonly why: 'forbidden' | 'no-answer' | 'switch-asleep' | 'not-counted' };

/** What one answer is made of beside the state that all answers know. */
export type Topic =
  | {
      readonly about:
        | 'status'
        | 'services'
        | 'help'
        | 'greeting'
        | 'off-topic'
        | 'unclear-time'
        | 'later'
        | 'why-no-engine'
        | 'remaining'
        | 'opener'
        | 'policy';
    }
  | { readonly about: 'service'; readonly name: string; readonly detail: Looked<ServiceDetail | null> }
  | { readonly about: 'windows' | 'failures'; readonly windows: Looked<readonly WindowFact[]> }
  | { readonly about: 'engines'; readonly engines: Looked<EnginesFact> }
  | { readonly about: 'queue'; readonly queue: Looked<QueueFact> }
  | { readonly about: 'audit'; readonly audit: Looked<readonly AuditFact[]> }
  | { readonly about: 'flags'; readonly flags: Looked<readonly FlagFact[]> }
  | { readonly about: 'metrics'; readonly traffic: Looked<Omit<OperationCounts, 'operation'>> }
  | { readonly about: 'memory'; readonly memory: Looked<MemoryFact> }
  | { readonly about: 'change'; readonly checked: Looked<Checked> };

export interface MemoryFact {
  /** What all live windows together reserve; null where none holds a service. */
  readonly reservedBytes: number | null;
  /** Null where there is no budget. */
  readonly budgetBytes: number | null;
}

export interface Evidence {
  readonly services: readonly ServiceFact[];
  /** Null where madre could not say. */
  readonly power: PowerFact | null;
  readonly noEngine: NoEngine;
  readonly topic: Topic;
  /** What an answer beside the topic proposes: a window for switch, where one would help. */
  readonly remedy: CheckedAction | null;
}
