import type { Command } from 'commander';

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
  const last = before.at(-1) ?? '';
  const option = optionsOf(program, command).find(
    ({ long, short }) => last === long || (last !== '' && last === short),
  );
  const takesValue = option !== undefined && (option.required || option.optional);
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
  for (const word of words) {
    if (word.startsWith('-')) continue;
    const next = command.commands.find((one) => one.name() === word);
    if (next === undefined) operands += 1;
    else [command, operands] = [next, 0];
  }
  return { command, operands };
}

function optionsOf(program: Command, command: Command) {
  return [...command.options, ...program.options];
}
