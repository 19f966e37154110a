import type { CompletedCommand, Completion } from './completions.js';

/** A script for bash from 3.2 on, which macOS has, to be sourced. */
export function bashScript(program: string, commands: readonly CompletedCommand[]): string {
  const names = commands.map(({ name }) => name).join(' ');
  return `# bash completion for ${program}: eval "$(${program} completion bash)"
${functionName(program)}() {
  local cur prev words='' prefix=''
  cur="\${COMP_WORDS[COMP_CWORD]}"
  prev="\${COMP_WORDS[COMP_CWORD-1]}"
  # bash splits --format=csv into three words.
  if [[ "$cur" == '=' ]]; then
    cur=''
  elif [[ "$prev" == '=' ]]; then
    prev="\${COMP_WORDS[COMP_CWORD-2]}"
  fi
  COMPREPLY=()
  if [[ $COMP_CWORD -eq 1 ]]; then
    COMPREPLY=($(compgen -W '${names} help --help --version' -- "$cur"))
    return
  fi
  case "\${COMP_WORDS[1]} $prev" in
${commands.flatMap(valueCases).join('')}  esac
  if [[ -z "$words" ]]; then
    case "\${COMP_WORDS[1]} $cur" in
${commands.flatMap(wordCases).join('')}    esac
  fi
  COMPREPLY=($(compgen -P "$prefix" -W "$words" -- "$cur"))
}
complete -o filenames -F ${functionName(program)} ${program}
`;
}

function functionName(program: string): string {
  return `_${program.replaceAll('-', '_')}`;
}

/** Completes file names, of which each is a line. */
const files = `local IFS=$'\\n'; COMPREPLY=($(compgen -f -- "$cur")); return`;

/** Offers the word behind the last comma. */
const listPrefix = `[[ "$cur" == *,* ]] && prefix="\${cur%,*}," && cur="\${cur##*,}"`;

/** One case for each option with a value. */
function valueCases({ name, options }: CompletedCommand): readonly string[] {
  return options.flatMap(({ flags, value }) => {
    if (value === null) return [];
    const pattern = flags.map((flag) => `'${name} ${flag}'`).join('|');
    return [`    ${pattern}) ${valueAction(value)} ;;\n`];
  });
}

function valueAction(value: Completion): string {
  switch (value.kind) {
    case 'files':
      return files;
    case 'any':
      return 'return';
    case 'words':
      return `words='${value.words.join(' ')}'${value.isList ? `; ${listPrefix}` : ''}`;
  }
}

/** The flags of a command where the word begins with a dash, else its arguments. */
function wordCases({ name, options, argument }: CompletedCommand): readonly string[] {
  const flags = options.flatMap((option) => option.flags).join(' ');
  return [
    `      '${name} -'*) words='${flags}' ;;\n`,
    ...(argument === null ? [] : [`      '${name} '*) ${valueAction(argument)} ;;\n`]),
  ];
}
