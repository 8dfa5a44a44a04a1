import { assertNever } from '../../../platform/assert-never.ts';
import type { Proposal } from '../../../schema/generated/operator.ts';
import type { CheckedAction } from './check-action.ts';
import { mutationOf, type PowerAction } from './power-action.ts';

/** What a person is shown to confirm. */
export function toProposal({ action, allowed, reason }: CheckedAction, language: 'en' | 'es'): Proposal {
  return {
    ...mutationOf(action),
    summary: summaries[language](action),
    allowed,
    reason: reason?.[language] ?? null,
  };
}

const summaries: Readonly<Record<'en' | 'es', (action: PowerAction) => string>> = {
  en(action) {
    switch (action.kind) {
      case 'open':
        return `Open a window for ${action.services.join(', ')} of ${action.ttlSec} s`;
      case 'extend':
        return `Extend ${windowEn(action.windowId)} by ${action.addSec} s`;
      case 'close':
        return `Close ${windowEn(action.windowId)}`;
      case 'stop':
        return `Stop ${action.service}`;
      case 'restart':
        return `Restart ${action.service}`;
      default:
        return assertNever(action);
    }
  },
  es(action) {
    switch (action.kind) {
      case 'open':
        return `Abrir una ventana para ${action.services.join(', ')} de ${action.ttlSec} s`;
      case 'extend':
        return `Alargar ${windowEs(action.windowId)} ${action.addSec} s`;
      case 'close':
        return `Cerrar ${windowEs(action.windowId)}`;
      case 'stop':
        return `Parar ${action.service}`;
      case 'restart':
        return `Reiniciar ${action.service}`;
      default:
        return assertNever(action);
    }
  },
};

function windowEn(id: string | null): string {
  return id === null ? 'the window' : `window ${id}`;
}

function windowEs(id: string | null): string {
  return id === null ? 'la ventana' : `la ventana ${id}`;
}
