/** One thing wrong in what a person wrote: in a file (with its line) or in the environment (the variable's name as path). */
export interface ConfigurationProblem {
  /** The file, or 'environment'. */
  readonly file: string;
  /** Counted from 1; absent where there are no lines. */
  readonly line?: number;
  /** Where in the file, as `services.switch.port`, or the variable's name. */
  readonly path: string;
  readonly expected: string;
  readonly found: string;
}

/** What stops a start: every problem at once, readable as it stands. Main files print it and exit with 78 (EX_CONFIG). */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[], cause?: unknown) {
    super(
      ['the configuration cannot be used:', ...problems.map(describeProblem)].join('\n  '),
      cause === undefined ? {} : { cause },
    );
    this.problems = problems;
  }
}

function describeProblem(problem: ConfigurationProblem): string {
  const place = problem.line === undefined ? problem.file : `${problem.file}:${problem.line}`;
  return `${place} ${problem.path === '' ? '' : `${problem.path}: `}expected ${problem.expected}, found ${problem.found}`;
}

/** For a start that reports everything at once: what `read` gives, or undefined after its problems were added to the list. */
export function attempt<Value>(problems: ConfigurationProblem[], read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
