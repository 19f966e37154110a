import type { Argument, Command, Option } from 'commander';

import { completionChoices } from './choices.js';

/** What can follow an option or be an argument. */
export type Completion =
  /** One of these words, or several with commas. */
  | { readonly kind: 'words'; readonly words: readonly string[]; readonly isList: boolean }
  | { readonly kind: 'files' }
  /** Numbers, names and the like: nothing can be offered. */
  | { readonly kind: 'any' };

/** An option of a command. */
export interface CompletedOption {
  /** The long one first: `--out`, `-o`. */
  readonly flags: readonly string[];
  readonly description: string;
  /** Null for an option without a value. */
  readonly value: Completion | null;
}

/** A subcommand. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  /** What its arguments are; null for a command without arguments. */
  readonly argument: Completion | null;
}

/** The commands of the program with what a shell can offer for each. */
export function completionsOf(program: Command): readonly CompletedCommand[] {
  return program.commands.map((command) => {
    const [argument] = command.registeredArguments;
    return {
      name: command.name(),
      description: command.description(),
      options: [...command.options.map((option) => completedOption(command, option)), helpOption],
      argument: argument === undefined ? null : argumentOf(command, argument),
    };
  });
}

const helpOption: CompletedOption = {
  flags: ['--help', '-h'],
  description: 'display help for command',
  value: null,
};

function completedOption(command: Command, option: Option): CompletedOption {
  const { long, short, flags, description, required, optional } = option;
  const takesValue = required || optional;
  return {
    flags: [long, short].filter((flag) => typeof flag === 'string'),
    description,
    value: takesValue ? completionOf(`${command.name()} ${long}`, flags) : null,
  };
}

function argumentOf(command: Command, argument: Argument): Completion {
  return completionOf(command.name(), `<${argument.name()}>`);
}

/** @param placeholder such as `-o, --out <file>`: it says what the value is. */
function completionOf(key: string, placeholder: string): Completion {
  const words = completionChoices().get(key);
  if (words !== undefined) {
    return { kind: 'words', words, isList: placeholder.includes('<list>') };
  }
  return /<(file|folder|path|result|machine)>/.test(placeholder)
    ? { kind: 'files' }
    : { kind: 'any' };
}
