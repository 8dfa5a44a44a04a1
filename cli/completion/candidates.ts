import type { Command, Option } from 'commander';

/** What only the gateway knows. */
export interface Names {
  services(): Promise<string[]>;
  windows(): Promise<string[]>;
}

const WORDS: Readonly<Record<string, readonly string[]>> = {
  '--if-busy': ['reject', 'queue', 'preempt'],
  '--state': ['QUEUED', 'OPENING', 'OPEN', 'DEGRADED', 'CLOSING', 'CLOSED', 'FAILED'],
  '--ttl': ['5m', '30m', '1h'],
  policy: ['HARD_OFF', 'IDLE_MIN', 'SOLO_MADRE', 'OPERATIVE_CORE', 'FULL'],
  shell: ['bash', 'zsh'],
  state: ['on', 'off'],
};

/** What may stand in the place of the last of the words after `vx11`, which may have been begun. */
export async function candidatesFor(
  program: Command,
  words: readonly string[],
  names: Names,
): Promise<string[]> {
  const before = words.slice(0, -1);
  const begun = words.at(-1) ?? '';
  const { command, operands } = commandAt(program, before);
  const option = optionNamed(program, command, before.at(-1) ?? '');
  const takesValue = option !== undefined && needsWord(option);
  const all = takesValue
    ? (WORDS[option.long ?? ''] ?? [])
    : begun.startsWith('-')
      ? optionsOf(program, command).flatMap(({ long }) => long ?? [])
      : await operandCandidates(command, operands, names);
  return [...new Set(all)].filter((one) => one.startsWith(begun)).sort();
}

async function operandCandidates(
  command: Command,
  operands: number,
  names: Names,
): Promise<readonly string[]> {
  const commands = command.commands.map((one) => one.name()).filter((name) => name !== 'candidates');
  if (commands.length > 0 && command.name() !== 'completion') return commands;
  const declared = command.registeredArguments;
  const argument = declared[operands] ?? (declared.at(-1)?.variadic === true ? declared.at(-1) : undefined);
  const name = argument?.name() ?? '';
  if (name === 'services' || name === 'name') return names.services();
  if (name === 'id') return names.windows();
  return WORDS[name] ?? [];
}

/** The deepest command that the words name, and how many operands of its own follow. */
function commandAt(
  program: Command,
  words: readonly string[],
): { readonly command: Command; readonly operands: number } {
  let command = program;
  let operands = 0;
  let isValue = false;
  for (const word of words) {
    const option: Option | undefined = isValue ? undefined : optionNamed(program, command, word);
    const isOperand = !isValue && !word.startsWith('-');
    isValue = option !== undefined && needsWord(option);
    if (!isOperand) continue;
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) operands += 1;
    else [command, operands] = [next, 0];
  }
  return { command, operands };
}

/** bash hands over `--url`, `http`, `:`, `//host`: it breaks words at colons and equals signs. */
export function wholeWords(words: readonly string[]): string[] {
  const whole: string[] = [];
  words.forEach((word, index) => {
    const continues = index > 0 && (isBreak(word) || isBreak(words[index - 1] ?? ''));
    if (continues) whole.push(`${whole.pop() ?? ''}${word}`);
    else whole.push(word);
  });
  return whole;
}

function isBreak(word: string): boolean {
  return /^[:=]+$/.test(word);
}

/** What is given on the line for all commands, such as the address of the gateway that knows the names. */
export function globalsIn(program: Command, words: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  const before = words.slice(0, -1);
  for (const option of program.options.filter(needsWord)) {
    const { long } = option;
    before.forEach((word, index) => {
      const value = word === long ? before[index + 1] : valueBehind(`${long}=`, word);
      if (value !== undefined) found[option.attributeName()] = value;
    });
  }
  return found;
}

function valueBehind(start: string, word: string): string | undefined {
  return word.startsWith(start) ? word.slice(start.length) : undefined;
}

function optionNamed(program: Command, command: Command, word: string): Option | undefined {
  return optionsOf(program, command).find(
    ({ long, short }) => word !== '' && (word === long || word === short),
  );
}

/** Its value is the next word. */
function needsWord(option: Option): boolean {
  return option.required || option.optional;
}

function optionsOf(program: Command, command: Command): readonly Option[] {
  return [...command.options, ...program.options];
}
