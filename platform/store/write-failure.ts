/** What keeps the disk from being written, in the words of SQLite or the system; undefined where the error is another. */
export function writeFailureOf(error: unknown): string | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (isWriteFailure(cause)) return cause.message;
  return undefined;
}

/** Primary codes of SQLite: READONLY, IOERR and FULL. */
const SQLITE_CODES: readonly unknown[] = [8, 10, 13];
const SYSTEM_CODES: readonly unknown[] = ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'];

function isWriteFailure(error: Error): boolean {
  // The upper bits of an extended code say where it happened.
  if ('errcode' in error && typeof error.errcode === 'number')
    return SQLITE_CODES.includes(error.errcode & 0xff);
  return 'code' in error && SYSTEM_CODES.includes(error.code);
}
