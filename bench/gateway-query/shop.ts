import type { GraphQLSchema } from 'graphql';
import { buildSchema } from '../../platform/graphql/subgraph.ts';

/** The schema and operation of the public gateway benchmark, with data of our own. */
export const TEST_QUERY = `
fragment User on User { id username name }
fragment Review on Review { id body }
fragment Product on Product { inStock name price shippingEstimate upc weight }
query TestQuery {
  users {
    ...User
    reviews { ...Review product { ...Product reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } } } }
  }
  topProducts {
    ...Product
    reviews { ...Review author { ...User reviews { ...Review product { ...Product } } } }
  }
}`;

const LINK =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires"])';

export const shopSdl: Readonly<Record<string, string>> = {
  accounts: `${LINK}
    type Query { me: User users: [User] }
    type User @key(fields: "id") { id: ID! name: String username: String birthday: Int }`,
  inventory: `${LINK}
    type Product @key(fields: "upc") {
      upc: String! weight: Int @external price: Int @external
      inStock: Boolean shippingEstimate: Int @requires(fields: "price weight")
    }`,
  products: `${LINK}
    type Query { topProducts(first: Int = 5): [Product] }
    type Product @key(fields: "upc") { upc: String! name: String weight: Int price: Int }`,
  reviews: `${LINK}
    type Review @key(fields: "id") { id: ID! body: String author: User product: Product }
    type User @key(fields: "id") { id: ID! reviews: [Review] }
    type Product @key(fields: "upc") { upc: String! reviews: [Review] }`,
};

const users = ['Uri', 'Dotan', 'Kamil', 'Ada', 'Grace', 'Edsger'].map((name, index) => ({
  id: `${index + 1}`,
  name,
  username: name.toLowerCase(),
  birthday: 1_960 + index,
}));
const products = Array.from({ length: 9 }, (_, index) => ({
  upc: `${index + 1}`,
  name: `Thing ${index + 1}`,
  weight: 100 * (index + 1),
  price: 300 * index + 99,
}));
const reviews = Array.from({ length: 11 }, (_, index) => ({
  id: `${index + 1}`,
  body: `What user ${(index % 2) + 1} thinks of thing ${(index % 4) + 1}, in a sentence of usual length.`,
  author: { id: `${(index % 2) + 1}` },
  product: { upc: `${(index % 4) + 1}` },
}));

interface ProductReference {
  readonly upc: string;
  readonly price?: number;
  readonly weight?: number;
}
interface UserReference {
  readonly id: string;
}

const resolvers = {
  accounts: {
    Query: { me: () => users[0], users: () => users },
    User: { __resolveReference: ({ id }: UserReference) => users.find((user) => user.id === id) },
  },
  inventory: {
    Product: {
      __resolveReference: (product: ProductReference) => product,
      inStock: ({ upc }: ProductReference) => Number(upc) % 3 !== 0,
      shippingEstimate: ({ price = 0, weight = 0 }: ProductReference) => (price > 1_000 ? 0 : weight / 2),
    },
  },
  products: {
    Query: { topProducts: (_: unknown, { first }: { readonly first: number }) => products.slice(0, first) },
    Product: { __resolveReference: ({ upc }: ProductReference) => products.find((one) => one.upc === upc) },
  },
  reviews: {
    Review: { __resolveReference: ({ id }: UserReference) => reviews.find((review) => review.id === id) },
    User: {
      __resolveReference: (user: UserReference) => user,
      reviews: ({ id }: UserReference) => reviews.filter(({ author }) => author.id === id),
    },
    Product: {
      __resolveReference: (product: ProductReference) => product,
      reviews: ({ upc }: ProductReference) => reviews.filter(({ product }) => product.upc === upc),
    },
  },
};

export function shopSchema(name: string) {
  const own: Readonly<Record<string, object>> = resolvers;
  return buildSchema(shopSdl[name] ?? '', own[name] ?? {});
}

/** The same data and the same resolvers as one schema without federation, as if the four had never been apart. */
export function mergedShopSchema(): GraphQLSchema {
  const { accounts, inventory, products: catalog, reviews: written } = resolvers;
  const inStock = (product: ProductReference) => inventory.Product.inStock(product);
  return buildSchema(MERGED_SDL, {
    Query: {
      users: accounts.Query.users,
      topProducts: catalog.Query.topProducts,
    },
    User: { reviews: written.User.reviews },
    Product: {
      inStock,
      shippingEstimate: inventory.Product.shippingEstimate,
      reviews: written.Product.reviews,
    },
    Review: {
      author: ({ author }: { readonly author: UserReference }) => accounts.User.__resolveReference(author),
      product: ({ product }: { readonly product: ProductReference }) =>
        catalog.Product.__resolveReference(product),
    },
  });
}

const MERGED_SDL = `
  type Query { me: User users: [User] topProducts(first: Int = 5): [Product] }
  type User { id: ID! name: String username: String birthday: Int reviews: [Review] }
  type Product { upc: String! name: String weight: Int price: Int inStock: Boolean shippingEstimate: Int reviews: [Review] }
  type Review { id: ID! body: String author: User product: Product }`;
