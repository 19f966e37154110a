import type { CompletedCommand, CompletedOption, Completion } from './completions.js';

/** A script for fish: a file of its folder `completions`, or to be sourced. */
export function fishScript(program: string, commands: readonly CompletedCommand[]): string {
  const isFirst = quoted('__fish_use_subcommand');
  const lines = commands.flatMap((command) => {
    const { name, description, options, argument } = command;
    const start = `complete -c ${program}`;
    const isIn = `-n ${quoted(`__fish_seen_subcommand_from ${name}`)}`;
    return [
      `${start} -n ${isFirst} -f -a ${name} -d ${quoted(description)}`,
      ...options.map((option) => `${start} ${isIn} ${optionWords(option)}`),
      ...(argument === null ? [] : [`${start} ${isIn} ${argumentWords(argument)}`]),
    ];
  });
  return `# fish completion for ${program}: ${program} completion fish | source
complete -c ${program} -f
${lines.join('\n')}
`;
}

function optionWords({ flags, description, value }: CompletedOption): string {
  const names = flags.map((flag) =>
    flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
  );
  const values = value === null ? [] : [value.kind === 'files' ? '-r -F' : valueWords(value)];
  return [...names, ...values, `-d ${quoted(description)}`].join(' ');
}

function valueWords(value: Completion): string {
  if (value.kind !== 'words') return '-x';
  const words = value.words.join(' ');
  return `-x -a ${quoted(value.isList ? `(__fish_complete_list , 'printf "%s\\n" ${words}')` : words)}`;
}

function argumentWords(argument: Completion): string {
  return argument.kind === 'words' ? `-a ${quoted(argument.words.join(' '))}` : '-F';
}

function quoted(text: string): string {
  return `'${text.replaceAll(/[\\']/g, String.raw`\$&`)}'`;
}
