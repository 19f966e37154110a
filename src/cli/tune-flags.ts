import type { Command } from 'commander';

import { pathOf } from './output-path.js';

/** The flags of `tune` as commander hands them over. */
export interface TuneFlags {
  readonly budget: string;
  readonly targets: string;
  readonly passes?: string;
  readonly threads: string;
  readonly seed: string;
  readonly llc?: string;
  readonly out?: string;
  readonly resume?: true;
  readonly force?: true;
  readonly quiet?: true;
}

/** Adds the flags of `tune` to its command. Returns the command. */
export function declareTuneFlags(command: Command): Command {
  return command
    .option('--budget <time>', 'time for all of it: 90s, 2m, 1h', '2m')
    .option('--targets <list>', 'as for run', 'best')
    .option('--passes <list>', 'passes to tune (default: those of softmax and of its floor)')
    .option('--threads <kind>', '1, or all: one thread, and all together', 'all')
    .option('--seed <number>', 'seed of inputs and order', '1')
    .option('--llc <size>', 'last-level cache size, such as 32Mi; no probe then')
    .option(
      '-o, --out <file>',
      'profile to write (default: in your configuration folder)',
      pathOf('--out'),
    )
    .option('--resume', 'tune what the profile leaves undecided')
    .option('--force', 'begin anew where there is a profile')
    .option('--quiet', 'nothing on stderr but errors');
}
