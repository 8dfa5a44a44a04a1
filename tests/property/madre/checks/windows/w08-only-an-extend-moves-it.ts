import type { Check } from '../../observed.ts';

export const onlyAnExtendMovesIt: Check = {
  sentence: 'W8 a deadline moves only by an audited extend',
  watch(observed, broken) {
    const moves = new Map<string, number>();
    return {
      committed(event) {
        if (event.kind === 'audit' && event.entry.action === 'extendWindow' && event.entry.outcome === 'OK') {
          const { target } = event.entry;
          moves.set(target ?? '', (moves.get(target ?? '') ?? 0) - 1);
        }
        if (event.kind !== 'window') return;
        const { id, deadline } = event.window;
        const before = observed.windows.get(id);
        if (before === undefined || before.deadline === deadline) return;
        if (event.type === 'EXTENDED') moves.set(id, (moves.get(id) ?? 0) + 1);
        else if (before.state !== 'QUEUED')
          broken(`${event.type} moved the deadline of ${id} from ${before.deadline} to ${deadline}`);
      },
      ended() {
        for (const [id, left] of moves)
          if (left !== 0) broken(`window ${id}: ${left} more extensions than audit entries of them`);
      },
    };
  },
};
