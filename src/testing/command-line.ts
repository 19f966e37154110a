import type { Command } from 'commander';

import { createProgram } from '../cli/program.js';
import { SoftmaxBenchError } from '../errors.js';

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

/**
 * How a command line is refused, in this process, which takes a hundredth of the time of a new one.
 * @throws whatever the program throws besides, and Error where it refuses nothing.
 */
export async function refusalOf(
  line: readonly string[],
): Promise<Pick<SoftmaxBenchError, 'message' | 'exitCode'> & { readonly printed: string }> {
  const { program, texts } = capturedProgram();
  try {
    await program.parseAsync(line, { from: 'user' });
  } catch (error) {
    if (!(error instanceof SoftmaxBenchError)) throw error;
    return { message: error.message, exitCode: error.exitCode, printed: texts.join('') };
  }
  throw new Error(`${line.join(' ')} was not refused`);
}
