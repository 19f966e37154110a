import type { Command } from 'commander';

import { bashScript } from './completion/bash.js';
import { completionsOf, type CompletedCommand } from './completion/completions.js';
import { fishScript } from './completion/fish.js';
import { shells, type Shell } from './completion/shells.js';
import { zshScript } from './completion/zsh.js';
import type { Io } from './io.js';
import { oneOf } from './one-of.js';

const scripts: Readonly<
  Record<Shell, (program: string, commands: readonly CompletedCommand[]) => string>
> = { bash: bashScript, zsh: zshScript, fish: fishScript };

/**
 * Prints a script that completes the commands, options and values of the program.
 * @throws SoftmaxBenchError for a shell that has none.
 */
export function completionCommand(shellName: string, program: Command, io: Io): void {
  const shell = oneOf('completion', shellName, shells);
  io.stdout(scripts[shell](program.name(), completionsOf(program)));
}
