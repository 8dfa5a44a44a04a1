/** The part of urql's CombinedError that words are made of. */
export interface RequestError {
  readonly networkError?: Error | undefined;
  readonly graphQLErrors: readonly {
    readonly message: string;
    readonly extensions?: Readonly<Record<string, unknown>>;
  }[];
}

/** The thing, the reason and what to do. `thing` is a clause: "your message got no answer". */
export function problemWords(thing: string, error: RequestError): string {
  if (error.networkError === undefined) {
    return `${sentence(thing)} ${error.graphQLErrors.map(({ message }) => sentence(message)).join(' ')}`;
  }
  return (
    `${sentence(thing)} The server does not answer (${error.networkError.message}). ` +
    'Look whether it still runs; once it does, this page reconnects by itself and you can try again.'
  );
}

/** Ends with a full stop. The first letter stays: it may be a name that is written small. */
export function sentence(clause: string): string {
  return /[.!?]$/.test(clause) ? clause : `${clause}.`;
}

/** Whether the server gave this error code for any part of the answer. */
export function hasCode(error: RequestError | undefined, code: string): boolean {
  return error?.graphQLErrors.some(({ extensions }) => extensions?.['code'] === code) ?? false;
}
