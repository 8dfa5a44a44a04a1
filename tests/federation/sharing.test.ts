import { beforeAll, describe } from 'vitest';
import { runCases } from '../support/family.ts';
import { fed2, federate, type Federation } from '../support/federation.ts';

interface Ref {
  readonly id: string;
}
const reference = (ref: object): object => ref;

describe('@provides', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      media: [
        fed2(`
          type Query {
            book: Book @provides(fields: "title")
            plain: Book
            shelf: Item @provides(fields: "... on Book { title }")
            things: [Thing!]! @provides(fields: "... on Book { title } ... on Film { length }")
          }
          interface Item @key(fields: "id") { id: ID! title: String! }
          type Book implements Item @key(fields: "id") { id: ID! title: String! @external }
          type Film implements Item @key(fields: "id") { id: ID! title: String! @shareable length: Int @external }
          union Thing = Book | Film
        `),
        {
          Query: {
            book: () => ({ id: 'b', title: 'provided' }),
            plain: () => ({ id: 'b', title: 'not provided' }),
            shelf: () => ({ __typename: 'Book', id: 'b', title: 'provided' }),
            things: () => [
              { __typename: 'Book', id: 'b', title: 'provided' },
              { __typename: 'Film', id: 'f', title: 'F', length: 90 },
            ],
          },
        },
      ],
      library: [
        fed2(`
          type Query { none: Int }
          interface Item @key(fields: "id") { id: ID! title: String! }
          type Book implements Item @key(fields: "id") { id: ID! title: String! @shareable pages: Int @shareable }
          type Film implements Item @key(fields: "id") { id: ID! title: String! @shareable length: Int @shareable }
        `),
        {
          Item: {
            __resolveType: ({ id }: Ref) => (id === 'b' ? 'Book' : 'Film'),
            __resolveReference: reference,
          },
          Book: { __resolveReference: reference, title: () => 'of the library', pages: () => 12 },
          Film: { __resolveReference: reference, title: () => 'film of the library', length: () => 100 },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'spares the fetch on an object',
        query: '{ book { title } }',
        data: { book: { title: 'provided' } },
        asks: ['media'],
      },
      {
        does: 'is of that way alone',
        query: '{ plain { title } }',
        data: { plain: { title: 'of the library' } },
        asks: ['media', 'library'],
      },
      {
        does: 'leaves what it does not name to the other',
        query: '{ book { title pages } }',
        data: { book: { title: 'provided', pages: 12 } },
      },
      {
        does: 'spares the fetch on an interface',
        query: '{ shelf { title } }',
        data: { shelf: { title: 'provided' } },
        asks: ['media'],
      },
      {
        does: 'spares the fetch on members of a union',
        query: '{ things { ... on Book { title } ... on Film { length } } }',
        data: { things: [{ title: 'provided' }, { length: 90 }] },
        asks: ['media'],
      },
      {
        does: 'of a union leaves the rest to the other',
        query: '{ things { __typename ... on Book { pages } ... on Film { length title } } }',
        data: {
          things: [
            { __typename: 'Book', pages: 12 },
            { __typename: 'Film', length: 90, title: 'F' },
          ],
        },
      },
    ],
  );
});

describe('@override', () => {
  let graph: Federation;
  beforeAll(async () => {
    const post = (by: string) => ({
      __resolveReference: reference,
      title: () => `title of ${by}`,
      views: () => (by === 'new' ? 2 : 1),
      likes: () => (by === 'new' ? 2 : 1),
    });
    graph = await federate({
      old: [
        fed2(`
          type Query { oldPost: Post }
          type Post @key(fields: "id") { id: ID! title: String! views: Int! likes: Int! }
        `),
        { Query: { oldPost: () => ({ id: '1' }) }, Post: post('old') },
      ],
      new: [
        fed2(`
          type Query { newPost: Post }
          type Post @key(fields: "id") {
            id: ID!
            title: String! @override(from: "old")
            views: Int! @override(from: "gone")
            likes: Int! @override(from: "old", label: "percent(0)")
          }
        `).replace('views: Int! @override(from: "gone")', ''),
        { Query: { newPost: () => ({ id: '1' }) }, Post: { ...post('new'), views: undefined } },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'moves a field to who took it over',
        query: '{ oldPost { title views } }',
        data: { oldPost: { title: 'title of new', views: 1 } },
      },
      {
        does: 'spares the way to who had it',
        query: '{ newPost { title } }',
        data: { newPost: { title: 'title of new' } },
        asks: ['new'],
      },
      {
        does: 'leaves other fields where they are',
        query: '{ newPost { views title } }',
        data: { newPost: { views: 1, title: 'title of new' } },
      },
      {
        does: 'with a label that is not active leaves the field where it was',
        query: '{ oldPost { likes } newPost { likes } }',
        data: { oldPost: { likes: 1 }, newPost: { likes: 1 } },
      },
    ],
  );
});

describe('@shareable and shared roots', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      names: [
        fed2(
          'type Query { product: Product @shareable version: Int! @shareable } type Product @shareable { id: ID! name: Name! } type Name @shareable { short: String! brand: String! }',
        ),
        { Query: { product: () => ({ id: '1', name: { short: 'Pen', brand: 'B' } }), version: () => 1 } },
      ],
      prices: [
        fed2(
          'type Query { product: Product @shareable version: Int! @shareable } type Product @shareable { id: ID! price: Price! } type Price @shareable { amount: Int! }',
        ),
        { Query: { product: () => ({ id: '1', price: { amount: 5 } }), version: () => 1 } },
      ],
      categories: [
        fed2(
          'type Query { product: Product @shareable } type Product @shareable { id: ID! category: Category! } type Category @shareable { name: String! }',
        ),
        { Query: { product: () => ({ id: '1', category: { name: 'Tools' } }) } },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'are asked together and merged',
        query: '{ product { price { amount } name { short } category { name } } }',
        data: { product: { price: { amount: 5 }, name: { short: 'Pen' }, category: { name: 'Tools' } } },
      },
      {
        does: 'are asked of one where one has all',
        query: '{ product { id name { brand } } }',
        data: { product: { id: '1', name: { brand: 'B' } } },
        asks: ['names'],
      },
      { does: 'of a scalar are asked of one', query: '{ version }', data: { version: 1 } },
      {
        does: 'may have several aliases',
        query: '{ a: product { name { short } } b: product { price { amount } } }',
        data: { a: { name: { short: 'Pen' } }, b: { price: { amount: 5 } } },
      },
    ],
  );
});

describe('@inaccessible', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      a: [
        fed2(`
          type Query { user: User pets: [Pet!] pet: Pet role: Role roles: [Role] strict: Role! }
          type User @key(fields: "id") { id: ID! @inaccessible name: String }
          interface Pet { name: String! }
          type Dog implements Pet { name: String! }
          type Ghost implements Pet @inaccessible { name: String! }
          enum Role { ADMIN USER SECRET @inaccessible }
        `),
        {
          Query: {
            user: () => ({ id: 'u', name: 'Ada' }),
            pets: () => [
              { __typename: 'Dog', name: 'Rex' },
              { __typename: 'Ghost', name: 'Boo' },
            ],
            pet: () => ({ __typename: 'Ghost', name: 'Boo' }),
            role: () => 'SECRET',
            roles: () => ['USER', 'SECRET', 'ADMIN'],
            strict: () => 'SECRET',
          },
        },
      ],
      b: [
        fed2('type User @key(fields: "id") { id: ID! age: Int }'),
        { User: { __resolveReference: reference, age: () => 30 } },
      ],
    });
  });
  const invalid = 'SUBGRAPH_ANSWER_INVALID';
  runCases(
    () => graph,
    [
      {
        does: 'hides a key that still joins',
        query: '{ user { name age } }',
        data: { user: { name: 'Ada', age: 30 } },
      },
      {
        does: 'makes an object of a hidden type null, with an error',
        query: '{ pet { name } }',
        data: { pet: null },
        errors: [{ path: ['pet'], code: invalid }],
      },
      {
        does: 'nulls the list that must not hold a null',
        query: '{ pets { name } user { age } }',
        data: { pets: null, user: { age: 30 } },
        errors: [{ path: ['pets', 1], code: invalid }],
      },
      {
        does: 'makes a hidden value of an enum null, with an error',
        query: '{ role roles }',
        data: { role: null, roles: ['USER', null, 'ADMIN'] },
        errors: [
          { path: ['role'], code: invalid },
          { path: ['roles', 1], code: invalid },
        ],
      },
      {
        does: 'nulls what must not be null, with one error',
        query: '{ strict }',
        data: null,
        errors: [{ path: ['strict'], code: invalid }],
      },
      {
        does: 'does not show in introspection',
        query:
          '{ __type(name: "User") { fields { name } } hidden: __type(name: "Ghost") { name } role: __type(name: "Role") { enumValues { name } } }',
        data: {
          __type: { fields: [{ name: 'name' }, { name: 'age' }] },
          hidden: null,
          role: { enumValues: [{ name: 'ADMIN' }, { name: 'USER' }] },
        },
        asks: [],
      },
    ],
  );
});

describe('types that subgraphs know in part', () => {
  let graph: Federation;
  beforeAll(async () => {
    graph = await federate({
      a: [
        fed2(`
          type Query { media: Media all: [Media!]! kind(of: Kind): String search(filter: Filter): String @shareable now: Era }
          enum Era { OLD NEW }
          union Media = Book | Movie
          type Book @key(fields: "id") { id: ID! title: String! @shareable }
          type Movie @key(fields: "id") { id: ID! title: String! @shareable }
          enum Kind { BOOK MOVIE }
          input Filter { first: Int! after: String }
        `),
        {
          Query: {
            media: () => ({ __typename: 'Book', id: 'b1', title: 'B' }),
            all: () => [
              { __typename: 'Book', id: 'b1', title: 'B' },
              { __typename: 'Movie', id: 'm1', title: 'M' },
            ],
            kind: (_: unknown, { of }: { of?: string }) => of ?? 'MOVIE',
            now: () => 'NEW',
            search: (_: unknown, { filter }: { filter?: object }) => JSON.stringify(filter ?? null),
          },
        },
      ],
      b: [
        fed2(`
          type Query { song: Media search(filter: Filter): String @shareable }
          union Media = Book | Song
          type Song { title: String! }
          type Book @key(fields: "id") { id: ID! author: Author }
          type Author { name: String! era: Era }
          enum Kind { BOOK }
          input Filter { first: Int! limit: Int }
          type Extra { kind(is: Kind): Int }
          enum Era { OLD ANCIENT }
        `),
        {
          Query: {
            song: () => ({ __typename: 'Song', title: 'S' }),
            search: (_: unknown, { filter }: { filter?: object }) => JSON.stringify(filter ?? null),
          },
          Book: { __resolveReference: reference, author: () => ({ name: 'Ann' }) },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'are unions whose members only some know',
        query: '{ media { ... on Book { title author { name } } ... on Song { title } } }',
        data: { media: { title: 'B', author: { name: 'Ann' } } },
      },
      {
        does: 'are unions asked of who does not know a member',
        query: '{ song { __typename ... on Movie { id } ... on Song { title } } }',
        data: { song: { __typename: 'Song', title: 'S' } },
      },
      {
        does: 'are told apart in a list',
        query: '{ all { __typename ... on Movie { name: title } ... on Book { author { name } } } }',
        data: {
          all: [
            { __typename: 'Book', author: { name: 'Ann' } },
            { __typename: 'Movie', name: 'M' },
          ],
        },
      },
      {
        does: 'are inputs of which the common fields remain',
        query: 'query ($f: Filter) { search(filter: $f) }',
        variables: { f: { first: 2 } },
        data: { search: '{"first":2}' },
      },
      {
        does: 'are inputs whose own fields are not taken',
        query: 'query ($f: Filter) { search(filter: $f) }',
        variables: { f: { first: 2, after: 'x' } },
        data: undefined,
        errors: [{}],
      },
      {
        does: 'are enums of which the common values may be given, and any may come',
        query: '{ kind(of: BOOK) now __type(name: "Kind") { enumValues { name } } }',
        data: { kind: 'BOOK', now: 'NEW', __type: { enumValues: [{ name: 'BOOK' }] } },
      },
    ],
  );
});

describe('a field that one subgraph gives a narrower type', () => {
  let graph: Federation;
  beforeAll(async () => {
    const book = { __typename: 'Book', id: 'b1', title: 'B', inA: 'a' };
    graph = await federate({
      a: [
        fed2(`
          type Query { book: Book @shareable shelf: Shelf @shareable }
          type Shelf { best: Book @shareable books: [Book!]! @shareable }
          type Book implements Item @key(fields: "id") { id: ID! title: String! @shareable inA: String! }
          interface Item { title: String! }
        `),
        { Query: { book: () => book, shelf: () => ({ best: book, books: [book, book] }) } },
      ],
      b: [
        fed2(`
          type Query { book: Media @shareable shelf: Shelf @shareable }
          type Shelf { best: Item @shareable books: [Media!]! @shareable }
          union Media = Book | Film
          interface Item { title: String! }
          type Book implements Item @key(fields: "id") { id: ID! title: String! @shareable inB: String! }
          type Film implements Item { title: String! }
        `),
        {
          Query: { book: () => book, shelf: () => ({ best: book, books: [book, book] }) },
          Book: { __resolveReference: reference, inB: () => 'b' },
        },
      ],
    });
  });
  runCases(
    () => graph,
    [
      {
        does: 'is told apart though the client asks for no type',
        query: '{ book { ... on Film { title } ... on Book { inA title } } }',
        data: { book: { inA: 'a', title: 'B' } },
        asks: ['a'],
      },
      {
        does: 'is joined by the type that it has there',
        query: '{ book { ... on Book { inA inB } } }',
        data: { book: { inA: 'a', inB: 'b' } },
      },
      {
        does: 'is so beneath other fields, in lists and where it is an interface',
        query: '{ shelf { best { ... on Book { inA } title } books { ... on Book { name: inA inB } } } }',
        data: {
          shelf: {
            best: { inA: 'a', title: 'B' },
            books: [
              { name: 'a', inB: 'b' },
              { name: 'a', inB: 'b' },
            ],
          },
        },
      },
      {
        does: 'has its type under the name that the client gives it',
        query: '{ book { kind: __typename ... on Book { inA } } }',
        data: { book: { kind: 'Book', inA: 'a' } },
      },
      {
        does: 'takes __typename as the name of another field',
        query: '{ book { ... on Book { __typename: inA title } } }',
        data: { book: { __typename: 'a', title: 'B' } },
      },
    ],
  );
});
