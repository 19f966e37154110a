import type { Command } from 'commander';

import { createProgram } from '../cli/program.js';

/** The program, with what it prints in `texts`. Nothing of it touches the process. */
export function capturedProgram(): { readonly program: Command; readonly texts: string[] } {
  const texts: string[] = [];
  const keep = (text: string): void => {
    texts.push(text);
  };
  const program = createProgram({
    io: { stdout: keep, stderr: keep, columns: 80, isInteractive: false, color: false },
    interruptSignal: () => new AbortController().signal,
    setExitCode: () => undefined,
  });
  for (const command of [program, ...program.commands]) {
    command.configureOutput({ writeOut: keep, writeErr: keep });
  }
  return { program, texts };
}
