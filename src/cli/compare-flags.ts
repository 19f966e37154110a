import type { Command } from 'commander';

import { pathOf } from './output-path.js';

/** The flags of `compare` as commander hands them over. */
export interface CompareFlags {
  readonly baseline?: string;
  readonly metric: string;
  readonly by: string;
  readonly targets: string;
  readonly full?: boolean;
  readonly allowDifferentMachines?: boolean;
  readonly format: string;
  readonly failOnRegression?: string;
  readonly out?: string;
}

/** Adds the flags of `compare` to its command. Returns the command. */
export function declareCompareFlags(command: Command): Command {
  return command
    .option('--baseline <machine>', 'file, folder or name to compare with (default: the first)')
    .option('--metric <metric>', 'time, skeleton-fraction or speedup', 'time')
    .option(
      '--by <size>',
      'element-count, or llc-relative: efficiency, at the same share of the LLC and relative to the own copy',
      'element-count',
    )
    .option(
      '--targets <targets>',
      'same: one instruction set on both sides; best: the fastest of each machine',
      'same',
    )
    .option('--full', 'with every caveat, and tables by implementation (terminal)')
    .option(
      '--format <format>',
      'terminal, markdown, html, csv (cells of two machines, the ranking of more) or json',
      'terminal',
    )
    .option(
      '--fail-on-regression <percent>',
      'exit 1 if an algorithm is significantly slower by more than this',
    )
    .option('--allow-different-machines', 'with --fail-on-regression: also between machines')
    .option(
      '-o, --out <file>',
      'file to write, - for stdout (default: stdout, or comparison.md or .html)',
      pathOf('--out'),
    );
}
