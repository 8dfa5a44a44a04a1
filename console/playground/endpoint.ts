export const endpoint = new URL('../graphql', location.href);
