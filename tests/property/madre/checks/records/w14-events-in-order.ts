import type { Check } from '../../observed.ts';

export const eventsInOrder: Check = {
  sentence: 'W14 subscribers see events in outbox order, without gap after resuming',
  watch(observed, broken) {
    return {
      ended() {
        const committed = observed.history.flatMap((event) =>
          event.kind === 'window' || event.kind === 'queue'
            ? [`${event.seq} ${event.type} ${event.window.id}`]
            : [],
        );
        const received = observed.received.map(({ seq, type, id }) => `${seq} ${type} ${id}`);
        const at = committed.findIndex((event, index) => event !== received[index]);
        if (at >= 0 || committed.length !== received.length)
          broken(
            `event ${at} of ${committed.length} was ${committed[at]}, the subscriber got ${received[at]}`,
          );
      },
    };
  },
};
