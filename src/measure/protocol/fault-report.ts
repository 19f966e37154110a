import { constants } from 'node:os';

import { outsideText } from '../../backends/external/outside-text.js';

/** The descriptor of the measuring process that faults in external code are told to. */
export const faultDescriptor = 4;

/**
 * What a line of `src/kernels/external/fault-watch.h` says, as a clause; null for any other text. Reading is not certain
 * where the system does not tell it from writing.
 */
export function faultClause(text: string): string | null {
  const [, signal, array, behind, bytes, access] =
    /^(\d+) ([xy-]) (-?\d+) (\d+) (read|write|-)\n/.exec(text) ?? [];
  if (signal === undefined) return null;
  if (Number(signal) === constants.signals.SIGILL) {
    return 'the implementation executed an instruction that this CPU lacks, or a trap';
  }
  if (Number(signal) === constants.signals.SIGFPE) return 'the implementation divided by 0';
  const verb = verbs[access!] ?? 'used';
  if (array === '-') return `the implementation ${verb} memory that is not mapped`;
  const [behindBytes, arrayBytes] = [Number(behind), Number(bytes)];
  const isInside = behindBytes >= 0 && behindBytes < arrayBytes;
  if (isInside && array === 'x') return 'the implementation wrote to x, which may only be read';
  const where = isInside ? `inside ${array!}` : outsideText(array!, behindBytes, arrayBytes);
  return `the implementation ${verb} ${where}`;
}

/** What Windows ends a process with (NTSTATUS), of which it tells no more. */
const windowsFaults: Readonly<Record<number, string>> = {
  0xc0000005: 'an access to memory that is not its own',
  0xc000001d: 'an instruction that this CPU lacks',
  0xc0000094: 'a division by 0',
  0xc00000fd: 'a stack that is full',
};

/** How a process ended that no signal ended: `exited with code 3`. */
export function exitText(code: number | null): string {
  const fault = windowsFaults[code ?? 0];
  return `exited with code ${String(code)}${fault === undefined ? '' : `, ${fault}`}`;
}

const verbs: Readonly<Record<string, string>> = { read: 'read', write: 'wrote' };
