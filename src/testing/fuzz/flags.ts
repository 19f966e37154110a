import { CommanderError } from 'commander';

import { SoftmaxBenchError } from '../../errors.js';
import { loadRunConfig } from '../../config/load-config.js';
import { runOptionsOf, type RunFlags } from '../../cli/run-flags.js';
import { tuneRequestOf } from '../../cli/tune.js';
import type { TuneFlags } from '../../cli/tune-flags.js';
import { capturedProgram } from '../command-line.js';
import { hostileTexts, oneOf, some, type FuzzKind } from './kind.js';

const values = [
  ...hostileTexts,
  ...[
    '1',
    '1000',
    '64Ki',
    '4Ki..1Mi:4',
    '1..4Gi:16',
    'two-pass',
    'all',
    'best',
    'js',
    'json',
    'html',
  ],
  ...['terminal', 'time', '3%', '1h', '9999999999', '1e-9', '-1,1', '1,-1', '0x10', 'list:0-3'],
];

/** Arguments of a command. What would measure or write is checked, and not done. */
export const flagsKind: FuzzKind<string> = {
  name: 'flags',
  draw: (random) => {
    const { program } = capturedProgram();
    const command = oneOf(random, program.commands);
    const own = some(random, () => {
      const flag = oneOf(random, [...command.options.flatMap(({ long }) => long ?? []), '--x']);
      return random() < 0.8 ? [flag, oneOf(random, values)] : [flag];
    });
    return [command.name(), ...(random() < 0.5 ? [oneOf(random, values)] : []), ...own.flat()];
  },
  check: async (args) => {
    const { program, texts } = capturedProgram();
    // Files would be written where the flag says.
    if (args.some((text) => /^(-o|--out)/.test(text)) || args[0] === 'gallery') return null;
    if (
      ['report', 'compare'].includes(args[0] ?? '') &&
      args.some((text) => /html|markdown|svg/.test(text))
    )
      return null;
    const run = program.commands.find((command) => command.name() === 'run')!;
    run.action((flags: RunFlags) => {
      loadRunConfig(runOptionsOf(flags).config);
    });
    const tune = program.commands.find((command) => command.name() === 'tune')!;
    tune.action((flags: TuneFlags) => {
      tuneRequestOf(flags);
    });
    try {
      await program.parseAsync(['node', 'softmax-bench', ...args]);
    } catch (error) {
      if (!(error instanceof SoftmaxBenchError) && !(error instanceof CommanderError)) throw error;
      if (error.message.length > 20_000) return `a message of ${error.message.length} characters`;
    }
    return texts.join('').includes('    at ') ? 'a stack trace' : null;
  },
};
