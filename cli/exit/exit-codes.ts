/** What a script can tell from how a command ended; docs/cli.md lists them. From sysexits, timeout(1) and the shell. */
export const exitCodes = {
  ok: 0,
  /** Refused, or what was asked for failed. */
  failed: 1,
  usage: 2,
  /** No gateway answers at the address. */
  unreachable: 69,
  /** A component sleeps, or is not there yet: the same may work later. */
  later: 75,
  /** The token is missing, wrong, expired or lacks a scope. */
  noPermission: 77,
  /** A gateway could not start with it: EX_CONFIG, as its own main file ends. */
  configuration: 78,
  deadline: 124,
  interrupted: 130,
  terminated: 143,
} as const;

const byCode: Readonly<Record<string, number>> = {
  UNREACHABLE: exitCodes.unreachable,
  INVALID_ANSWER: exitCodes.unreachable,
  UNAUTHENTICATED: exitCodes.noPermission,
  FORBIDDEN: exitCodes.noPermission,
  BAD_CONFIGURATION: exitCodes.configuration,
  SERVICE_ASLEEP: exitCodes.later,
  SERVICE_UNREACHABLE: exitCodes.later,
  CIRCUIT_OPEN: exitCodes.later,
  RATE_LIMITED: exitCodes.later,
  TIMED_OUT: exitCodes.deadline,
  DEADLINE_EXCEEDED: exitCodes.deadline,
  TIMEOUT: exitCodes.deadline,
};

export function exitCodeOf(errorCode: string): number {
  return byCode[errorCode] ?? exitCodes.failed;
}
