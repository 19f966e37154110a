/** What a command may do to the terminal. Made once in `cli.ts`; tests pass their own. */
export interface Io {
  /** Writes the text as it is: no line break is added. */
  readonly stdout: (text: string) => void;
  readonly stderr: (text: string) => void;
  /** Width of stdout in characters; 80 when it is not a terminal. */
  readonly columns: number;
  /** Width of stderr where that is a terminal; that of stdout where it is not known. */
  readonly errorColumns?: number | undefined;
  /** Whether stderr is a terminal, on which a progress line may be rewritten. */
  readonly isInteractive: boolean;
  /** Whether stdout shows ANSI colours. */
  readonly color: boolean;
}
