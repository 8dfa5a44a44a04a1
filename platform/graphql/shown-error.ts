import { GraphQLError } from 'graphql';

/** An error whose words are for the client as they stand, though the catalogue has no code for it. */
export class ShownError extends GraphQLError {}
