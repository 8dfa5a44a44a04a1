/** Why a start cannot go on, in one line for the person who made it. Main files print it without a stack and exit with 1. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
