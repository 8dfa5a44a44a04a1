import { Lexer, Source, TokenKind } from 'graphql';
import { CodedError } from '../../platform/errors.ts';

/** Far above what people and introspection write, far below where parsing, validating or planning would exhaust the stack. */
const MOST_TOKENS = 10_000;
const DEEPEST_NESTING = 100;

/** Why a document is more than a door takes: GRAPHQL_PARSE_FAILED. Undefined where it is not, or is no GraphQL: that the parser tells. */
export function excessOf(query: string): CodedError | undefined {
  let tokens = 0;
  let depth = 0;
  const lexer = new Lexer(new Source(query));
  try {
    while (lexer.advance().kind !== TokenKind.EOF) {
      tokens += 1;
      if (OPENING.has(lexer.token.kind)) depth += 1;
      if (CLOSING.has(lexer.token.kind)) depth -= 1;
      if (tokens > MOST_TOKENS) return tooMuch(`has more than ${MOST_TOKENS} tokens`);
      if (depth > DEEPEST_NESTING) return tooMuch(`is nested more than ${DEEPEST_NESTING} levels deep`);
    }
  } catch {
    return undefined;
  }
  return undefined;
}

const OPENING: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);

function tooMuch(excess: string): CodedError {
  return new CodedError('GRAPHQL_PARSE_FAILED', { problem: `the document ${excess}` });
}
