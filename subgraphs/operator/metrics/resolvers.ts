import { CodedError } from '../../../platform/errors.ts';
import type { Metrics, QueryResolvers, SubscriptionResolvers } from '../../../schema/generated/operator.ts';
import { watchedStream } from '../watched-stream.ts';

const SHORTEST_MS = 500;
const LONGEST_MS = 60_000;

export const metricsResolvers = {
  Query: {
    metrics: (_root, { period }, { readMetrics }) => readMetrics(period),
  } satisfies QueryResolvers,

  Subscription: {
    metricsChanged: {
      subscribe(_root, { intervalMs }, { readMetrics, clock }) {
        if (intervalMs < SHORTEST_MS || intervalMs > LONGEST_MS)
          throw new CodedError('BAD_USER_INPUT', {
            problem: `intervalMs must be between ${SHORTEST_MS} and ${LONGEST_MS}, got ${intervalMs}`,
          });
        let isDue = true;
        return watchedStream<Metrics>({
          async take() {
            if (!isDue) return undefined;
            isDue = false;
            return readMetrics('HOUR_1');
          },
          watch(wake) {
            const tick = (): void => {
              isDue = true;
              wake();
              cancel = clock.after(intervalMs, tick);
            };
            let cancel = clock.after(intervalMs, tick);
            return () => cancel();
          },
        });
      },
      resolve: (metrics: Metrics) => metrics,
    },
  } satisfies SubscriptionResolvers,
};
