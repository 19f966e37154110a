/** Exit codes of the command line. */
export const exitCodes = {
  ok: 0,
  /** Something measured was wrong or failed. */
  failure: 1,
  /** Bad input: nothing was attempted, or the request cannot be met here. */
  usage: 2,
  /** A bug of this program, with its stack trace: no other code, which a script takes for a finding. */
  bug: 70,
  /** Ended by Ctrl-C; what was measured is on disk. */
  interrupted: 130,
} as const;

/**
 * An error that the user can act on. The message is one line: what was wrong, where, what was
 * expected, what to do. Everything else that is thrown is a bug and keeps its stack trace.
 */
export class SoftmaxBenchError extends Error {
  override readonly name = 'SoftmaxBenchError';

  constructor(
    message: string,
    readonly exitCode: number = exitCodes.usage,
  ) {
    super(message);
  }
}

/** The message of anything thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of a system call's error, such as `ENOENT`; empty for any other error. */
export function systemCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

/** What to say of an error whose cause is the number of open files; null for any other. */
export function outOfFilesText(error: unknown): string | null {
  if (!['EMFILE', 'ENFILE'].includes(systemCodeOf(error))) return null;
  return 'the limit of open files is reached: raise it to 256 or more with ulimit -n';
}
