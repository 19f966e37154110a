/** What the help of a command says below its flags. */
interface HelpText {
  /** A command line without the name of the program, and what it is for. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  /** Defaults that no flag states, one sentence each. */
  readonly defaults?: readonly string[];
  /** How long it takes. */
  readonly duration: string;
  readonly exitCodes: readonly (readonly [code: number, meaning: string])[];
}

const done = [0, 'done'] as const;
const badInput = [2, 'bad input; nothing was done'] as const;

/** By command; the empty name is that of the program. */
const helpTexts: Readonly<Record<string, HelpText>> = {
  '': {
    examples: [
      ['run --preset quick', 'a first answer'],
      ['run', 'an answer with narrow intervals'],
      ['help run', 'flags, defaults and examples'],
    ],
    duration: 'quick takes 15 s, the default 110 s.',
    exitCodes: [done, [1, 'something measured failed'], badInput, [130, 'interrupted']],
  },
  run: {
    examples: [
      ['run', 'the answer for this machine'],
      ['run --preset quick --targets best,js', 'native kernels and JavaScript'],
      ['run --sizes 50257,10000000', 'sizes of your own'],
      ['run --shapes 512x128256,llm', 'batches of rows'],
      ['run --algorithms log-softmax,baselines --full', 'another operation'],
      ['run --kernel my_softmax.c', 'a kernel of your own beside the others'],
      ['run --libraries auto', 'with the libraries that are installed'],
      ['run --budget 30s --label ci --out results/ci --force', 'in CI'],
      ['run --resume results/ci', 'after Ctrl-C'],
      ['run --budget auto --fom', 'in a job of Slurm or in a harness'],
    ],
    defaults: [
      'Best target, one thread, cold output and warm; sizes from L1 to DRAM.',
      'Measuring stops at the target precision or at the budget.',
    ],
    duration: 'quick 13.5 s, default 110 s, paper 600 s; reports up to 5 s more.',
    exitCodes: [
      done,
      [1, 'a configuration failed; the others were measured'],
      [2, 'bad input; nothing was measured'],
      [130, 'interrupted; the result holds what was measured'],
    ],
  },
  tune: {
    examples: [
      ['tune', 'for this CPU; then run --variants default,tuned'],
      ['tune --budget 10m --targets avx512,avx2', 'longer, for two targets'],
      ['tune --resume', 'what an interruption or the budget left'],
      ['tune --out mine.json', 'into a file, for run --variants ./mine.json'],
    ],
    defaults: ['Passes of softmax and of its floor, in L1, L2, LLC and DRAM.'],
    duration: '2 minutes, or --budget.',
    exitCodes: [done, badInput, [130, 'interrupted; the profile holds what was decided']],
  },
  kernel: {
    examples: [
      ['kernel --template c', 'into my_softmax.c, for run --kernel my_softmax.c'],
      ['kernel --template rust', 'with the command that compiles it'],
    ],
    duration: 'Under 1 s.',
    exitCodes: [done, badInput],
  },
  list: {
    examples: [
      ['list', 'algorithms, groups, targets and presets'],
      ['list --libraries', 'libraries to compare with, or how to get them'],
      ['list --json', 'the same for programs'],
    ],
    duration: 'Under 1 s; --libraries some seconds.',
    exitCodes: [done],
  },
  doctor: {
    examples: [
      ['doctor', 'before a run that matters'],
      ['doctor --json', 'the same for programs'],
      ['doctor --llc 32Mi', 'with the cache size that a run will use'],
    ],
    duration: 'About 1 s.',
    exitCodes: [[0, 'done, whatever was found'], [1, 'a check failed'], badInput],
  },
  report: {
    examples: [
      ['report results/ci', 'all tables in the terminal'],
      ['report results/ci --format html', 'report.html beside the result'],
      ['report results/ci --format decision', 'the answer as JSON'],
      ['report results/ci --format issue', 'a block to paste into an issue'],
      ['report results/ci --cache-state warm', 'the answer for another state'],
    ],
    duration: 'Under 1 s; html, markdown and svg 2 s.',
    exitCodes: [done, badInput],
  },
  export: {
    examples: [
      ['export results --table speedups -o speedups.csv', 'one table of all results'],
      ['export results/ci --format bencher', 'for bencher run --adapter json'],
      ['export results/ci --format google-benchmark', "for Google's compare.py"],
      ['export "results/*/result.json" --format jsonl', 'one object a row'],
      ['export results --format parquet -o cells.parquet', 'for DuckDB, pandas, Spark'],
      ['export results --format parquet --table sweeps -o fleet.parquet', 'for compare, too'],
    ],
    duration: 'About 0.5 s for each result.',
    exitCodes: [done, badInput],
  },
  compare: {
    examples: [
      ['compare results/mine results/other', 'two machines'],
      ['compare results --format html', 'every machine of a folder, as a page'],
      ['compare before after --fail-on-regression 5%', 'in CI'],
      ['compare fleet.parquet --format html', 'a fleet, from export --table sweeps'],
    ],
    duration: 'About 1 s for each result at first, then less; html 3 s more.',
    exitCodes: [
      done,
      [1, 'a regression, with --fail-on-regression'],
      [2, 'bad input, or nothing that the machines share'],
    ],
  },
  gallery: {
    examples: [['gallery results --out site', 'then open site/index.html']],
    duration: 'About 3 s for each machine.',
    exitCodes: [done, badInput],
  },
  schema: {
    examples: [
      ['schema config', 'for an editor of config files'],
      ['schema decision', 'of report --format decision'],
    ],
    duration: 'Under 1 s.',
    exitCodes: [done, badInput],
  },
  fleet: {
    examples: [
      ['fleet slurm --nodes 8', 'a job array, one task a node'],
      ['fleet kubernetes --image registry/softmax-bench', 'an indexed Job'],
      ['fleet containerfile', 'the recipe of that image'],
    ],
    duration: 'Under 1 s. Nothing is submitted.',
    exitCodes: [done, badInput],
  },
  completion: {
    examples: [
      ['completion bash', 'in ~/.bashrc: eval "$(softmax-bench completion bash)"'],
      ['completion zsh', 'into a file _softmax-bench in a folder of $fpath'],
      ['completion fish', 'into ~/.config/fish/completions/softmax-bench.fish'],
    ],
    duration: 'Under 1 s.',
    exitCodes: [done, badInput],
  },
};

/** Examples of a command as the shell splits them, without the name of the program. */
export function examplesOf(command: string): readonly (readonly string[])[] {
  return helpOf(command).examples.map(([line]) =>
    (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', '')),
  );
}

/**
 * Examples, defaults, duration and exit codes, in at most 80 columns.
 * @param command the name of a subcommand, or an empty text for the program.
 */
export function helpTextOf(program: string, command: string): string {
  const { examples, defaults = [], duration, exitCodes } = helpOf(command);
  return [
    '',
    'Examples:',
    ...exampleLines(program, examples),
    ...(defaults.length === 0 ? [] : ['', 'Defaults:', ...defaults.map((text) => `  ${text}`)]),
    '',
    `Duration: ${duration}`,
    '',
    'Exit codes:',
    ...exitCodes.map(([code, meaning]) => `  ${String(code).padEnd(3)}  ${meaning}`),
  ].join('\n');
}

/** Each with its purpose behind it if all of them have room, else below it. */
function exampleLines(program: string, examples: HelpText['examples']): readonly string[] {
  const lines = examples.map(([line, purpose]) => ({ start: `  ${program} ${line}`, purpose }));
  const column = Math.max(...lines.map(({ start }) => start.length)) + 2;
  const isWide = lines.every(({ purpose }) => column + purpose.length <= 80);
  return lines.flatMap(({ start, purpose }) =>
    isWide ? [`${start.padEnd(column)}${purpose}`] : [start, `      ${purpose}`],
  );
}

function helpOf(command: string): HelpText {
  const text = helpTexts[command];
  if (text === undefined) throw new Error(`no help text for ${command}`);
  return text;
}
