import type { ApolloServerOptions } from '@apollo/server';
import type { OperationContext } from './context.ts';

type DocumentStore = NonNullable<ApolloServerOptions<OperationContext>['documentStore']>;

/** Whoever writes ids into the text of a query makes a new document each time. */
const KEPT_DOCUMENTS = 500;

/** The documents used last. Apollo Server's own store counts the length of their JSON, of which its 30 MB take several times that. */
export function createDocumentStore(limit = KEPT_DOCUMENTS): DocumentStore {
  type Stored = NonNullable<Awaited<ReturnType<DocumentStore['get']>>>;
  const documents = new Map<string, Stored>();

  function keep(key: string, document: Stored): void {
    documents.delete(key);
    documents.set(key, document);
    const [oldest] = documents.keys();
    if (documents.size > limit && oldest !== undefined) documents.delete(oldest);
  }

  return {
    async get(key) {
      const document = documents.get(key);
      if (document !== undefined) keep(key, document);
      return document;
    },
    set: async (key, document) => keep(key, document),
    delete: async (key) => documents.delete(key),
  };
}
