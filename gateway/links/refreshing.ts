import type { Link } from './link.ts';

/**
 * madre's link for clients: a mutation's answer is given once the gateway knows what it has brought about, so that the query
 * a client sends next finds the component awake. `refresh` has its own limit and never rejects.
 */
export function refreshAfterMutation(madre: Link, refresh: () => Promise<void>): Link {
  return {
    ...madre,
    async execute(request) {
      const result = await madre.execute(request);
      if (request.query.trimStart().startsWith('mutation')) await refresh();
      return result;
    },
  };
}
