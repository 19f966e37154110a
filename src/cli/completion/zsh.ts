import type { CompletedCommand, CompletedOption, Completion } from './completions.js';

/** A script for zsh: a file of `fpath`, or to be sourced after compinit. */
export function zshScript(program: string, commands: readonly CompletedCommand[]): string {
  const functionName = `_${program}`;
  const described = commands.map(
    ({ name, description }) => `    ${quoted(`${name}:${description}`)}`,
  );
  return `#compdef ${program}
# zsh completion for ${program}: ${program} completion zsh > "\${fpath[1]}/${functionName}"
${functionName}() {
  local -a commands=(
${described.join('\n')}
  )
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  shift words
  (( CURRENT-- ))
  case "$words[1]" in
${commands.map(commandCase).join('')}  esac
}
if [[ "\${funcstack[1]}" == '${functionName}' ]]; then
  ${functionName} "$@"
else
  compdef ${functionName} ${program}
fi
`;
}

function commandCase({ name, options, argument }: CompletedCommand): string {
  const specs = [
    ...options.map(optionSpec),
    ...(argument === null ? [] : [quoted(`*:argument:${actionOf(argument)}`)]),
  ];
  return `    ${name}) _arguments \\\n      ${specs.join(' \\\n      ')} ;;\n`;
}

/** `(-o --out)` before the flags offers one of them only; `--out=` takes its value in the same or in the next word. */
function optionSpec({ flags, description, value }: CompletedOption): string {
  const tail = `[${bracketed(description)}]${value === null ? '' : `:value:${actionOf(value)}`}`;
  const names = flags.map((flag) => (value !== null && flag.startsWith('--') ? `${flag}=` : flag));
  return names.length === 1
    ? quoted(`${names[0]}${tail}`)
    : `${quoted(`(${flags.join(' ')})`)}{${names.join(',')}}${quoted(tail)}`;
}

function actionOf(value: Completion): string {
  switch (value.kind) {
    case 'files':
      return '_files';
    case 'any':
      return ' ';
    case 'words':
      return value.isList
        ? `_sequence compadd - ${value.words.join(' ')}`
        : `(${value.words.join(' ')})`;
  }
}

function bracketed(text: string): string {
  return text.replaceAll(/[\\[\]:]/g, String.raw`\$&`);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
